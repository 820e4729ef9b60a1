package org.timeviper.indexer.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** Results for machines: one JSON object on {@code out}, seconds as numbers, and nothing else there. */
final class JsonOutput {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private JsonOutput() {}

    /** Writes a record as JSON. */
    static void write(Terminal terminal, Object result) {
        terminal.line("%s", text(result));
    }

    /** @return a record as JSON */
    static String text(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
