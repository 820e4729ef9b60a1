package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.timeviper.model.task.Span;

/**
 * What a file says about one film or one question. Every look at a field says what is wrong with it.
 *
 * @param place where it stands
 * @param node what is said, mostly an object
 */
record Annotation(Place place, JsonNode node) {

    private static final int SHOWN = 60;

    /** @return whether the field is there and not null */
    boolean has(String field) {
        JsonNode found = object().get(field);
        return found != null && !found.isNull() && !found.isMissingNode();
    }

    /** @return a text that is not blank, without the space around it */
    String text(String field) {
        return text(field, find(field));
    }

    /** @return one of some texts */
    String oneOf(String field, List<String> texts) {
        String text = text(field);
        if (!texts.contains(text)) {
            throw wrong(field, find(field), "one of " + String.join(", ", texts));
        }
        return text;
    }

    /** @return a text or a whole number, as text */
    String id(String field) {
        JsonNode found = find(field);
        if (!found.isIntegralNumber() && !found.isTextual()) {
            throw wrong(field, found, "a text or a whole number");
        }
        return found.isTextual() ? text(field, found) : found.asText();
    }

    /** @return a finite number */
    double number(String field) {
        return number(field, find(field));
    }

    /** @return a length in seconds as it is written; empty where there is none, or something else */
    Optional<String> seconds(String field) {
        return Optional.ofNullable(node.get(field))
                .filter(found -> found.isNumber() && found.doubleValue() >= 0 && Double.isFinite(found.doubleValue()))
                .map(JsonNode::asText);
    }

    int wholeNumber(String field) {
        JsonNode found = find(field);
        if (!found.isIntegralNumber() || !found.canConvertToInt()) {
            throw wrong(field, found, "a whole number");
        }
        return found.intValue();
    }

    /** @return pairs of whole numbers: {@code [[311, 334], [502, 503]]} */
    List<List<Integer>> wholePairs(String field) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (JsonNode pair : list(field)) {
            if (!pair.isArray()
                    || pair.size() != 2
                    || !pair.get(0).isInt()
                    || !pair.get(1).isInt()) {
                throw wrong(field, pair, "a pair of whole numbers");
            }
            pairs.add(List.of(pair.get(0).intValue(), pair.get(1).intValue()));
        }
        return pairs;
    }

    /** @return texts, none of them blank */
    List<String> texts(String field) {
        return texts(field, this::text);
    }

    /** @return texts, some of which may be blank */
    List<String> textsOrBlanks(String field) {
        return texts(field, this::textOrBlank);
    }

    /** @return a text, perhaps a blank one */
    String textOrBlank(String field) {
        return textOrBlank(field, find(field));
    }

    /** @return the object that is under the field */
    Annotation member(String field) {
        return new Annotation(place.within(field), find(field));
    }

    /** @return spans that stand as pairs: {@code [[0, 4.5], [3, 9]]} */
    List<Span> spans(String field) {
        List<Span> spans = new ArrayList<>();
        list(field).forEach(pair -> spans.add(span(field, pair)));
        return spans;
    }

    /** @return a span that stands as a pair: {@code [0, 4.5]} */
    Span span(String field) {
        return span(field, find(field));
    }

    /** @return the span that this pair is */
    Span span() {
        return span("", node);
    }

    /** @return the text that this is, not blank, without the space around it */
    String text() {
        return text("", node);
    }

    private Span span(String field, JsonNode pair) {
        if (!pair.isArray() || pair.size() != 2) {
            throw wrong(field, pair, "a pair of seconds: [start, end]");
        }
        return span(field, number(field, pair.get(0)), number(field, pair.get(1)));
    }

    /**
     * @param field what to blame
     * @return a span
     * @throws Rejected if it begins before the film or ends before it begins
     */
    Span span(String field, double start, double end) {
        if (start < 0) {
            throw rejected(field, "begins at " + start + " s, before the film");
        }
        if (end < start) {
            throw rejected(field, "ends at " + end + " s, before it begins at " + start + " s");
        }
        return new Span(start, end);
    }

    /** @return the entries of a list that is under the field */
    List<Annotation> entries(String field) {
        return new Annotation(place.within(field), list(field)).entries();
    }

    /** @return the entries of this list */
    List<Annotation> entries() {
        if (!node.isArray()) {
            throw rejected("", "is %s, but must be a list".formatted(shown(node)));
        }
        List<Annotation> entries = new ArrayList<>();
        for (JsonNode entry : node) {
            entries.add(new Annotation(place.within(Integer.toString(entries.size() + 1)), entry));
        }
        return entries;
    }

    /** @return what this object holds under each of its keys */
    Map<String, Annotation> members() {
        Map<String, Annotation> members = new LinkedHashMap<>();
        object().properties()
                .forEach(member ->
                        members.put(member.getKey(), new Annotation(place.within(member.getKey()), member.getValue())));
        return members;
    }

    /** An error about this annotation. */
    Rejected rejected(String field, String problem) {
        return new Rejected(new UnusableAnnotation(place, field, problem));
    }

    private List<String> texts(String field, BiFunction<String, JsonNode, String> reader) {
        List<String> texts = new ArrayList<>();
        list(field).forEach(entry -> texts.add(reader.apply(field, entry)));
        return texts;
    }

    private String text(String field, JsonNode found) {
        String text = textOrBlank(field, found);
        if (text.isEmpty()) {
            throw rejected(field, "is empty");
        }
        return text;
    }

    private String textOrBlank(String field, JsonNode found) {
        if (!found.isTextual()) {
            throw wrong(field, found, "a text");
        }
        return found.textValue().strip();
    }

    private double number(String field, JsonNode found) {
        if (!found.isNumber() || !Double.isFinite(found.doubleValue())) {
            throw wrong(field, found, "a number");
        }
        return found.doubleValue();
    }

    private JsonNode list(String field) {
        JsonNode found = find(field);
        if (!found.isArray()) {
            throw wrong(field, found, "a list");
        }
        return found;
    }

    private JsonNode find(String field) {
        if (!has(field)) {
            throw rejected(field, "is missing");
        }
        return node.get(field);
    }

    private JsonNode object() {
        if (!node.isObject()) {
            throw rejected("", "is %s, but must be an object: { … }".formatted(shown(node)));
        }
        return node;
    }

    private Rejected wrong(String field, JsonNode found, String expected) {
        return rejected(field, "is %s, but must be %s".formatted(shown(found), expected));
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
