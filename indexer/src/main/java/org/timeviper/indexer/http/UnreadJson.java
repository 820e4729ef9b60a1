package org.timeviper.indexer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** What is wrong with JSON that cannot be read, in the words of who wrote it: its parts are called as they are called there, and no class of the service is named. */
public final class UnreadJson {

    private UnreadJson() {}

    /** @return what is wrong with the body of a request, and what to do */
    static String told(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                subject(unknown) + " is not known here, which takes " + known(unknown) + ".";
            case MismatchedInputException other -> subject(other) + " must be " + wanted(other.getTargetType()) + ".";
            case JsonMappingException within
            when within.getCause() instanceof JsonProcessingException cause -> told(cause);
            case JsonMappingException mapping -> subject(mapping) + " cannot be taken.";
            default -> "The body cannot be read as JSON: " + plain(e.getOriginalMessage());
        };
    }

    private static String subject(JsonMappingException e) {
        return e.getPath().isEmpty() ? "The body" : "'" + place(e) + "'";
    }

    /** @return the part that cannot be read, as {@code search.filter.tags[0]} */
    public static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    /** @return what may stand where something unknown stands, {@code 'a', 'b'} */
    public static String known(UnrecognizedPropertyException e) {
        return e.getKnownPropertyIds().stream()
                .map(name -> "'" + name + "'")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String wanted(Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "String" -> "a text";
            case "boolean", "Boolean" -> "true or false";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            default -> Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "a JSON object";
        };
    }

    /** Without where in its own input the reader stood, and which of its settings it kept to. */
    private static String plain(String message) {
        return String.valueOf(message)
                .replaceAll("(?s)\\s*\\(start marker at.*", "")
                .replaceAll(",? \\(?(?:from|disabled by) `[^`]*`", "");
    }
}
