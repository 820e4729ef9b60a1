package org.timeviper.indexer.export.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON that may stand in a page's {@code script} element or in a WebVTT cue: {@code <}, {@code >} and {@code &} are written as escapes, so that no text in it can end either.
 * Numbers are written out, without exponents.
 */
final class JsonText {

    /** What ends a script or a cue. */
    private static final class Escapes extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        Escapes() {
            for (char letter : "<>&".toCharArray()) {
                escapes[letter] = CharacterEscapes.ESCAPE_CUSTOM;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public SerializableString getEscapeSequence(int letter) {
            return new SerializedString(String.format("\\u%04x", letter));
        }
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final ObjectWriter LINE = JSON.writer().with(new Escapes());

    private JsonText() {}

    /** @return an object with these members in this order; those that are null are left out */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return object;
    }

    /** @return JSON in one line */
    static String line(Object value) {
        return write(LINE, value);
    }

    /** @return JSON for a file, laid out to be read */
    static String file(Object value) {
        return write(LINE.withDefaultPrettyPrinter(), value) + "\n";
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Markers cannot be written as JSON", e);
        }
    }
}
