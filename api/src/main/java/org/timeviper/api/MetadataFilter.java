package org.timeviper.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * What videos must have in their metadata: for every key that is given, one of the values that are given for it. They are compared as a whole, letter by letter, case included.
 * As JSON it is an object of keys, each with a list of values: {@code {"rights":["owned","licensed"],"series":["Evening News"]}}.
 *
 * @param conditions {@code meta}, repeatable: {@code key:value}
 */
@Schema(
        type = SchemaType.OBJECT,
        additionalProperties = String[].class,
        description = "Keys, each with a list of values of which a video must have one.",
        examples = "{\"rights\":[\"owned\",\"licensed\"],\"series\":[\"Evening News\"]}")
public record MetadataFilter(
        @Parameter(
                description = "key:value; a video must have one of the values that are given for each key.",
                schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
        @Schema(hidden = true)
        @QueryParam("meta")
        List<Condition> conditions) {

    /**
     * A value that a key may have.
     *
     * @param value null if no colon was given, which nothing can have
     */
    @Schema(implementation = String.class, examples = "rights:owned")
    public record Condition(String key, String value) {

        /** Reads {@code key:value}; no key holds a colon. */
        public static Condition fromString(String text) {
            int colon = text.indexOf(':');
            return colon < 0
                    ? new Condition(text, null)
                    : new Condition(text.substring(0, colon), text.substring(colon + 1));
        }

        /** @return {@code key:value}, as a query parameter says it */
        @Override
        public String toString() {
            return value == null ? key : key + ":" + value;
        }
    }

    /** Reads the filter as it is in JSON; a list or value that is null counts as not given. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static MetadataFilter of(Map<String, List<String>> values) {
        return new MetadataFilter(values.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .flatMap(MetadataFilter::conditions)
                .toList());
    }

    private static Stream<Condition> conditions(Map.Entry<String, List<String>> values) {
        return values.getValue().stream()
                .filter(value -> value != null)
                .map(value -> new Condition(values.getKey(), value));
    }

    /** @return the filter as it is in JSON */
    @JsonValue
    public Map<String, List<String>> values() {
        return conditions.stream()
                .collect(Collectors.groupingBy(
                        Condition::key, TreeMap::new, Collectors.mapping(Condition::value, Collectors.toList())));
    }
}
