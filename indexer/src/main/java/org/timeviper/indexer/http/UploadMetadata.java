package org.timeviper.indexer.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.library.Attributes;

/**
 * What a client says of a resumable upload, in the words of tus: {@code key base64,key base64,…}. Keys that mean nothing here are given back as they came.
 *
 * @param name {@code filename}, or {@code name}: what people call the film
 * @param said {@code collection}, {@code tags} (with commas between them), {@code language} and {@code metadata} (a JSON object)
 */
record UploadMetadata(String name, Attributes said) {

    private static final int MOST_CHARACTERS = 16_384;

    /**
     * @param header the value of {@code Upload-Metadata}; null for none
     * @throws Refused if it cannot be read
     */
    static UploadMetadata read(String header) {
        Map<String, String> values = values(header == null ? "" : header);
        List<String> tags = Arrays.stream(values.getOrDefault("tags", "").split(","))
                .filter(tag -> !tag.isBlank())
                .toList();
        return new UploadMetadata(
                Intake.plain(values.getOrDefault("filename", values.get("name"))),
                Views.attributes(
                        values.get("collection"),
                        tags,
                        values.get("language"),
                        MetadataText.read(List.of(values.getOrDefault("metadata", "")))));
    }

    private static Map<String, String> values(String header) {
        if (header.length() > MOST_CHARACTERS) {
            throw invalid("has more than " + MOST_CHARACTERS + " characters");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : header.split(",")) {
            String[] parts = pair.strip().split(" ", 2);
            if (!parts[0].isEmpty() && values.put(parts[0], text(parts)) != null) {
                throw invalid("names '" + parts[0] + "' twice");
            }
        }
        return values;
    }

    private static String text(String[] parts) {
        try {
            byte[] bytes = Base64.getDecoder().decode(parts.length < 2 ? "" : parts[1].strip());
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid("has a value of '" + parts[0] + "' that is not UTF-8 in Base64");
        }
    }

    private static Refused invalid(String what) {
        return new Refused(
                400,
                "Invalid request",
                "The header Upload-Metadata " + what
                        + ": it takes keys, each with a value in Base64, and commas between them.");
    }
}
