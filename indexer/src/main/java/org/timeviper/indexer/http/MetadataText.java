package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.library.Attributes;

/**
 * Reads metadata where it comes as text, in the fields of a form or in a header: each text is {@code key=value}, or a JSON object of several keys. No key begins with a brace,
 * so one is not taken for the other.
 */
final class MetadataText {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private MetadataText() {}

    /**
     * @param given the texts; blank ones count as not given
     * @return what they say together; only the keys are looked at yet
     * @throws RuntimeException a problem of status 400 if one of them is neither, or a key is none or given twice
     */
    static Map<String, String> read(List<String> given) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String text : given) {
            if (!text.isBlank()) {
                entries(text).forEach((key, value) -> put(read, Attributes.key("metadata", key), value));
            }
        }
        return read;
    }

    private static void put(Map<String, String> read, String key, String value) {
        if (read.containsKey(key)) {
            throw FilterParameters.invalid("'metadata' gives '" + key + "' twice.");
        }
        read.put(key, value);
    }

    private static Map<String, String> entries(String text) {
        if (text.stripLeading().startsWith("{")) {
            return object(text);
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw unreadable(text);
        }
        return Map.of(text.substring(0, equals), text.substring(equals + 1));
    }

    private static Map<String, String> object(String text) {
        try {
            return JSON.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw unreadable(text);
        }
    }

    private static Refused unreadable(String text) {
        return FilterParameters.invalid(
                "'metadata' takes key=value, or a JSON object of texts with each key once, such as {\"rights\":\"owned\"} (it is "
                        + VideosEndpoint.shortened(text) + ").");
    }
}
