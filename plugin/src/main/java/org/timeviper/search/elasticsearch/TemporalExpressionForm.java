package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParser.Token;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalExpression.Near;
import org.timeviper.search.lucene.TemporalExpression.NotNear;
import org.timeviper.search.lucene.TemporalExpression.Operand;
import org.timeviper.search.lucene.TemporalExpression.Then;
import org.timeviper.search.lucene.TemporalExpression.While;
import org.timeviper.search.lucene.TemporalExpression.Within;
import org.timeviper.search.lucene.TimeSpan;

/** A temporal expression as JSON and on the wire. */
final class TemporalExpressionForm {

    private static final String EXPECTED = "one of [words, then, while, near, not_near, within]";

    private TemporalExpressionForm() {}

    /**
     * Reads an expression, from the brace that begins it to the one that ends it.
     *
     * @param owner what it belongs to, for errors
     * @throws ParsingException if it is none
     */
    static TemporalExpression parse(XContentParser parser, String owner) throws IOException {
        if (parser.currentToken() != Token.START_OBJECT || parser.nextToken() != Token.FIELD_NAME) {
            throw refused(parser, owner, "no expression", EXPECTED);
        }
        String relation = parser.currentName();
        parser.nextToken();
        TemporalExpression expression;
        try {
            expression =
                    relation.equals("words") ? new Operand(text(parser, owner)) : relation(parser, owner, relation);
        } catch (IllegalArgumentException e) {
            throw new ParsingException(parser.getTokenLocation(), "[" + owner + "]: " + e.getMessage(), e);
        }
        if (parser.nextToken() != Token.END_OBJECT) {
            throw refused(parser, owner, "[" + parser.currentName() + "] after [" + relation + "]", EXPECTED);
        }
        return expression;
    }

    private static TemporalExpression relation(XContentParser parser, String owner, String relation)
            throws IOException {
        return switch (relation) {
            case "then" -> {
                Parts parts = parts(parser, owner, relation, "first", "second", "within_seconds");
                yield new Then(parts.expression("first"), parts.expression("second"), parts.number("within_seconds"));
            }
            case "while" -> {
                Parts parts = parts(parser, owner, relation, "first", "second");
                yield new While(parts.expression("first"), parts.expression("second"));
            }
            case "near" -> {
                Parts parts = parts(parser, owner, relation, "first", "second", "within_seconds");
                yield new Near(parts.expression("first"), parts.expression("second"), parts.number("within_seconds"));
            }
            case "not_near" -> {
                Parts parts = parts(parser, owner, relation, "wanted", "unwanted", "within_seconds");
                yield new NotNear(
                        parts.expression("wanted"), parts.expression("unwanted"), parts.number("within_seconds"));
            }
            case "within" -> {
                Parts parts = parts(parser, owner, relation, "of", "from", "to");
                yield new Within(parts.expression("of"), TimeSpan.ofSeconds(parts.number("from"), parts.number("to")));
            }
            default -> throw refused(parser, owner, "the unknown relation [" + relation + "]", EXPECTED);
        };
    }

    /** What a relation has between its braces. */
    private record Parts(Map<String, TemporalExpression> expressions, Map<String, Double> numbers) {

        TemporalExpression expression(String name) {
            return expressions.get(name);
        }

        double number(String name) {
            return numbers.get(name);
        }
    }

    private static Parts parts(XContentParser parser, String owner, String relation, String... names)
            throws IOException {
        String expected = String.join(", ", names);
        if (parser.currentToken() != Token.START_OBJECT) {
            throw refused(
                    parser, owner, parser.currentToken() + " for [" + relation + "]", "an object with " + expected);
        }
        Parts parts = new Parts(new HashMap<>(), new HashMap<>());
        while (parser.nextToken() != Token.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "first", "second", "wanted", "unwanted", "of" ->
                    parts.expressions().put(name, parse(parser, owner));
                case "within_seconds", "from", "to" -> parts.numbers().put(name, number(parser, owner, name));
                default ->
                    throw refused(parser, owner, "the unknown key [" + name + "] in [" + relation + "]", expected);
            }
        }
        for (String name : names) {
            if (!parts.expressions().containsKey(name) && !parts.numbers().containsKey(name)) {
                throw refused(parser, owner, "no [" + name + "] in [" + relation + "]", expected);
            }
        }
        if (parts.expressions().size() + parts.numbers().size() != names.length) {
            throw refused(parser, owner, "more than it takes in [" + relation + "]", expected);
        }
        return parts;
    }

    private static String text(XContentParser parser, String owner) throws IOException {
        if (parser.currentToken() != Token.VALUE_STRING) {
            throw refused(parser, owner, parser.currentToken() + " for [words]", "a string");
        }
        return parser.text();
    }

    private static double number(XContentParser parser, String owner, String name) throws IOException {
        if (parser.currentToken() != Token.VALUE_NUMBER) {
            throw refused(parser, owner, parser.currentToken() + " for [" + name + "]", "a number of seconds");
        }
        return parser.doubleValue();
    }

    private static ParsingException refused(XContentParser parser, String owner, String found, String expected) {
        return new ParsingException(
                parser.getTokenLocation(), "[" + owner + "] has " + found + "; expected: " + expected);
    }

    /** Writes an expression, braces included. */
    static void write(XContentBuilder builder, TemporalExpression expression) throws IOException {
        builder.startObject();
        switch (expression) {
            case Operand(String text) -> builder.field("words", text);
            case Then(var first, var second, double within) -> {
                builder.startObject("then");
                write(builder, "first", first);
                write(builder, "second", second);
                builder.field("within_seconds", within).endObject();
            }
            case While(var first, var second) -> {
                builder.startObject("while");
                write(builder, "first", first);
                write(builder, "second", second);
                builder.endObject();
            }
            case Near(var first, var second, double within) -> {
                builder.startObject("near");
                write(builder, "first", first);
                write(builder, "second", second);
                builder.field("within_seconds", within).endObject();
            }
            case NotNear(var wanted, var unwanted, double within) -> {
                builder.startObject("not_near");
                write(builder, "wanted", wanted);
                write(builder, "unwanted", unwanted);
                builder.field("within_seconds", within).endObject();
            }
            case Within(var of, TimeSpan limits) -> {
                builder.startObject("within");
                write(builder, "of", of);
                builder.field("from", limits.start()).field("to", limits.end()).endObject();
            }
        }
        builder.endObject();
    }

    private static void write(XContentBuilder builder, String name, TemporalExpression part) throws IOException {
        builder.field(name);
        write(builder, part);
    }

    /** Writes an expression to the wire. */
    static void write(StreamOutput out, TemporalExpression expression) throws IOException {
        switch (expression) {
            case Operand(String text) -> {
                out.writeByte((byte) 0);
                out.writeString(text);
            }
            case Then(var first, var second, double within) -> pair(out, 1, first, second, within);
            case While(var first, var second) -> pair(out, 2, first, second, 0);
            case Near(var first, var second, double within) -> pair(out, 3, first, second, within);
            case NotNear(var wanted, var unwanted, double within) -> pair(out, 4, wanted, unwanted, within);
            case Within(var of, TimeSpan limits) -> {
                out.writeByte((byte) 5);
                write(out, of);
                out.writeVInt(limits.startMillis());
                out.writeVInt(limits.endMillis());
            }
        }
    }

    private static void pair(
            StreamOutput out, int kind, TemporalExpression first, TemporalExpression second, double seconds)
            throws IOException {
        out.writeByte((byte) kind);
        write(out, first);
        write(out, second);
        out.writeDouble(seconds);
    }

    /** Reads an expression from the wire. */
    static TemporalExpression read(StreamInput in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 0 -> new Operand(in.readString());
            case 1 -> new Then(read(in), read(in), in.readDouble());
            case 2 -> {
                While both = new While(read(in), read(in));
                in.readDouble();
                yield both;
            }
            case 3 -> new Near(read(in), read(in), in.readDouble());
            case 4 -> new NotNear(read(in), read(in), in.readDouble());
            case 5 -> new Within(read(in), new TimeSpan(in.readVInt(), in.readVInt()));
            default -> throw new IOException("No temporal expression is of kind " + kind + ".");
        };
    }
}
