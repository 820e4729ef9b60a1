package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Objects;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.core.CheckedFunction;
import org.elasticsearch.xcontent.XContentParser;
import org.timeviper.search.lucene.CaptionLanguage;

/** Reads the body of a query or extension of ours, and refuses what is not as it should be: says what was found, where, and what is expected. */
final class StrictBody {

    private final String name;
    private final XContentParser parser;

    /**
     * @param name of the query or extension, for errors
     * @param parser standing at the brace that opens the body
     */
    StrictBody(String name, XContentParser parser) {
        this.name = Objects.requireNonNull(name, "name");
        this.parser = Objects.requireNonNull(parser, "parser");
    }

    /**
     * Reads a body that is a field with an object, and nothing else.
     *
     * @param example of the object, for errors
     * @param expected the object's keys, for errors
     * @param object reads the object, from its opening brace to its closing one, given the field's name
     */
    <T> T ofField(String example, String expected, CheckedFunction<String, T, IOException> object) throws IOException {
        String field = nextKey();
        if (field == null) {
            throw refused("no field", "expected {\"FIELD\": " + example + "}");
        }
        if (parser.currentToken() != XContentParser.Token.START_OBJECT) {
            throw refused("no object for the field [" + field + "]", "expected one with " + expected);
        }
        T read = object.apply(field);
        String other = nextKey();
        if (other != null) {
            throw refused("[" + other + "] after the field [" + field + "]", "expected one field and nothing else");
        }
        return read;
    }

    /** @return the next key, the parser then standing at its value; null at the object's end */
    String nextKey() throws IOException {
        if (parser.nextToken() == XContentParser.Token.END_OBJECT) {
            return null;
        }
        String key = parser.currentName();
        parser.nextToken();
        return key;
    }

    /** Checks that an object begins here. */
    void beginObject(String key, String expected) {
        if (parser.currentToken() != XContentParser.Token.START_OBJECT) {
            throw refused(parser.currentToken() + " for [" + key + "]", "expected an object with " + expected);
        }
    }

    String text(String key) throws IOException {
        if (parser.currentToken() != XContentParser.Token.VALUE_STRING) {
            throw refused(parser.currentToken() + " for [" + key + "]", "expected a string");
        }
        return parser.text();
    }

    /** Reads a number of seconds; which numbers are too great, {@link org.timeviper.search.lucene.TimeSpan} says. */
    double seconds(String key) throws IOException {
        if (parser.currentToken() != XContentParser.Token.VALUE_NUMBER) {
            throw refused(parser.currentToken() + " for [" + key + "]", "expected a number of seconds");
        }
        return parser.doubleValue();
    }

    /** Reads a whole number of at least 1. */
    int count(String key, int greatest) throws IOException {
        double count = parser.currentToken() == XContentParser.Token.VALUE_NUMBER ? parser.doubleValue() : Double.NaN;
        if (!(count >= 1 && count <= greatest && count == Math.rint(count))) {
            throw refused("no usable number for [" + key + "]", "expected a whole one from 1 to " + greatest);
        }
        return (int) count;
    }

    float boost(String key) throws IOException {
        float boost = parser.currentToken() == XContentParser.Token.VALUE_NUMBER ? parser.floatValue() : Float.NaN;
        if (!(boost >= 0 && boost < Float.POSITIVE_INFINITY)) {
            throw refused("no usable number for [" + key + "]", "expected one that is not negative");
        }
        return boost;
    }

    CaptionLanguage language(String key) throws IOException {
        String code = text(key);
        try {
            return CaptionLanguage.of(code);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** @return to be thrown */
    ParsingException refused(String found, String expected) {
        return new ParsingException(parser.getTokenLocation(), "[" + name + "] has " + found + "; " + expected);
    }

    /** @return to be thrown */
    ParsingException refused(IllegalArgumentException why) {
        return new ParsingException(parser.getTokenLocation(), "[" + name + "] is wrong: " + why.getMessage(), why);
    }
}
