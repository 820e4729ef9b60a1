package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.xcontent.XContentBuilder;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TimeSpan;

/**
 * How a temporal expression is written, in requests and between nodes. In a request it is one key and its value:
 *
 * <pre>{@code
 * "words": "a red car"
 * "then": {"first": {E}, "second": {E}, "within_seconds": 10}
 * "while": {"first": {E}, "second": {E}}
 * "near": {"first": {E}, "second": {E}, "within_seconds": 10}
 * "not_near": {"wanted": {E}, "unwanted": {E}, "within_seconds": 10}
 * "within": {"of": {E}, "from": 0, "to": 600}
 * }</pre>
 *
 * <p>{@code E} stands for an expression again; {@code from} and {@code to} are seconds. Nothing may be left out.
 */
final class TemporalSyntax {

    /** The keys of expressions, for errors. */
    static final String KEYS = Stream.concat(
                    Stream.of(TemporalSyntax.WORDS),
                    Arrays.stream(Relation.values()).map(Relation::key))
            .collect(Collectors.joining(", "));

    private static final String WORDS = "words";

    private TemporalSyntax() {}

    /** The relations: the names of their parts, in the order of {@link TemporalExpression#parts}, and of their numbers. */
    private enum Relation {
        THEN(List.of("first", "second"), List.of("within_seconds")),
        WHILE(List.of("first", "second"), List.of()),
        NEAR(List.of("first", "second"), List.of("within_seconds")),
        NOT_NEAR(List.of("wanted", "unwanted"), List.of("within_seconds")),
        WITHIN(List.of("of"), List.of("from", "to"));

        private final List<String> parts;
        private final List<String> numbers;

        Relation(List<String> parts, List<String> numbers) {
            this.parts = parts;
            this.numbers = numbers;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @return null if no relation has this key */
        static Relation of(String key) {
            return Arrays.stream(values())
                    .filter(relation -> relation.key().equals(key))
                    .findFirst()
                    .orElse(null);
        }

        String keys() {
            return Stream.concat(parts.stream(), numbers.stream()).collect(Collectors.joining(", ", "[", "]"));
        }

        TemporalExpression of(List<TemporalExpression> parts, List<Double> numbers) {
            return switch (this) {
                case THEN -> parts.getFirst().then(parts.getLast(), numbers.getFirst());
                case WHILE -> parts.getFirst().whilst(parts.getLast());
                case NEAR -> parts.getFirst().near(parts.getLast(), numbers.getFirst());
                case NOT_NEAR -> parts.getFirst().notNear(parts.getLast(), numbers.getFirst());
                case WITHIN -> parts.getFirst().within(TimeSpan.ofSeconds(numbers.getFirst(), numbers.getLast()));
            };
        }
    }

    /** What a relation is when it is taken apart. */
    private record Written(Relation relation, List<Double> numbers) {

        /** @return null for an operand */
        static Written of(TemporalExpression expression) {
            return switch (expression) {
                case TemporalExpression.Operand operand -> null;
                case TemporalExpression.Then then -> new Written(Relation.THEN, List.of(then.withinSeconds()));
                case TemporalExpression.While whilst -> new Written(Relation.WHILE, List.of());
                case TemporalExpression.Near near -> new Written(Relation.NEAR, List.of(near.withinSeconds()));
                case TemporalExpression.NotNear not -> new Written(Relation.NOT_NEAR, List.of(not.withinSeconds()));
                case TemporalExpression.Within within ->
                    new Written(
                            Relation.WITHIN,
                            List.of(within.limits().start(), within.limits().end()));
            };
        }
    }

    /**
     * Reads the expression that a key and its value are.
     *
     * @param body standing at the key's value
     * @param key one of {@link #KEYS}
     * @param expected the keys that may stand here, for errors
     * @throws ParsingException if it is none
     */
    static TemporalExpression parse(StrictBody body, String key, String expected) throws IOException {
        return parse(body, key, expected, 1);
    }

    private static TemporalExpression parse(StrictBody body, String key, String expected, int depth)
            throws IOException {
        if (key.equals(WORDS)) {
            String words = body.text(key);
            return made(body, () -> new TemporalExpression.Operand(words));
        }
        Relation relation = Relation.of(key);
        if (relation == null) {
            throw body.refused("the unknown key [" + key + "]", "expected are " + expected);
        }
        if (depth > TemporalExpression.MAX_SIZE) {
            throw body.refused(
                    "relations nested more than " + TemporalExpression.MAX_SIZE + " deep",
                    "expected are at most " + TemporalExpression.MAX_SIZE + " words and relations");
        }
        body.beginObject(key, relation.keys());
        return parse(body, relation, depth);
    }

    private static TemporalExpression parse(StrictBody body, Relation relation, int depth) throws IOException {
        Map<String, TemporalExpression> parts = new HashMap<>();
        Map<String, Double> numbers = new HashMap<>();
        for (String key = body.nextKey(); key != null; key = body.nextKey()) {
            if (relation.parts.contains(key)) {
                parts.put(key, part(body, key, depth));
            } else if (relation.numbers.contains(key)) {
                numbers.put(key, body.seconds(key));
            } else {
                throw body.refused(
                        "the unknown key [" + key + "] in [" + relation.key() + "]", "expected are " + relation.keys());
            }
        }
        for (String key : Stream.concat(relation.parts.stream(), relation.numbers.stream())
                .toList()) {
            if (!parts.containsKey(key) && !numbers.containsKey(key)) {
                throw body.refused("no [" + key + "] in [" + relation.key() + "]", "expected are " + relation.keys());
            }
        }
        return made(
                body,
                () -> relation.of(
                        relation.parts.stream().map(parts::get).toList(),
                        relation.numbers.stream().map(numbers::get).toList()));
    }

    /**
     * Reads an object that is an expression and nothing else.
     *
     * @param body standing at the brace that opens it
     * @param name the object's key, for errors
     * @throws ParsingException if it is none
     */
    static TemporalExpression parseObject(StrictBody body, String name) throws IOException {
        return part(body, name, 0);
    }

    private static TemporalExpression part(StrictBody body, String name, int depth) throws IOException {
        String expected = "one of [" + KEYS + "]";
        body.beginObject(name, expected);
        String key = body.nextKey();
        if (key == null) {
            throw body.refused("nothing in [" + name + "]", "expected is " + expected);
        }
        TemporalExpression expression = parse(body, key, "[" + KEYS + "]", depth + 1);
        String other = body.nextKey();
        if (other != null) {
            throw body.refused("[" + other + "] beside [" + key + "] in [" + name + "]", "expected is " + expected);
        }
        return expression;
    }

    private static TemporalExpression made(StrictBody body, Supplier<TemporalExpression> expression) {
        try {
            return expression.get();
        } catch (IllegalArgumentException e) {
            throw body.refused(e);
        }
    }

    /** Writes an expression as its key and value, into an object that has been begun. */
    static void print(XContentBuilder builder, TemporalExpression expression) throws IOException {
        Written written = Written.of(expression);
        if (written == null) {
            builder.field(WORDS, ((TemporalExpression.Operand) expression).text());
            return;
        }
        builder.startObject(written.relation.key());
        for (int i = 0; i < written.relation.parts.size(); i++) {
            builder.startObject(written.relation.parts.get(i));
            print(builder, expression.parts().get(i));
            builder.endObject();
        }
        for (int i = 0; i < written.numbers.size(); i++) {
            builder.field(written.relation.numbers.get(i), written.numbers.get(i));
        }
        builder.endObject();
    }

    /** Writes an expression for another node: its key, then its words, or its parts and numbers. */
    static void write(StreamOutput out, TemporalExpression expression) throws IOException {
        Written written = Written.of(expression);
        if (written == null) {
            out.writeString(WORDS);
            out.writeString(((TemporalExpression.Operand) expression).text());
            return;
        }
        out.writeString(written.relation.key());
        for (TemporalExpression part : expression.parts()) {
            write(out, part);
        }
        for (double number : written.numbers) {
            out.writeDouble(number);
        }
    }

    /** Reads what {@link #write} wrote. */
    static TemporalExpression read(StreamInput in) throws IOException {
        String key = in.readString();
        if (key.equals(WORDS)) {
            return new TemporalExpression.Operand(in.readString());
        }
        Relation relation = Relation.of(key);
        if (relation == null) {
            throw new IOException("no temporal expression is called [" + key + "]");
        }
        List<TemporalExpression> parts = new ArrayList<>();
        for (int i = 0; i < relation.parts.size(); i++) {
            parts.add(read(in));
        }
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < relation.numbers.size(); i++) {
            numbers.add(in.readDouble());
        }
        return relation.of(parts, numbers);
    }
}
