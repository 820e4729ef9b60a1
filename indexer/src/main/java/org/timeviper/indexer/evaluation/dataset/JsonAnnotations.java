package org.timeviper.indexer.evaluation.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Annotations in JSON, each with the line on which it begins. Written by Python, numbers may be the bare words {@code NaN} and {@code Infinity}.
 *
 * <p>Every method throws {@link UnreadableDataset} if the file is missing, empty, not UTF-8, or damaged as a whole.
 */
final class JsonAnnotations {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final ObjectReader LINE = JSON.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonAnnotations() {}

    /** Reads the entries of a list: {@code [{…}, {…}]}. */
    static void ofList(Path file, Consumer<Annotation> each) {
        read(file, parser -> {
            expect(file, parser, JsonToken.START_ARRAY, "a list: [ … ]");
            for (int entry = 1; parser.nextToken() != JsonToken.END_ARRAY; entry++) {
                Place place = new Place(file, line(parser), Integer.toString(entry));
                each.accept(new Annotation(place, tree(parser)));
            }
        });
    }

    /** Reads the members of an object: {@code {"a film": {…}, "another": {…}}}. */
    static void ofMap(Path file, BiConsumer<String, Annotation> each) {
        read(file, parser -> {
            expect(file, parser, JsonToken.START_OBJECT, "an object: { … }");
            members(file, parser, each);
        });
    }

    /** Reads the members of an object within an object: {@code {"database": {"a film": {…}}}}. */
    static void ofMap(Path file, String within, BiConsumer<String, Annotation> each) {
        read(file, parser -> {
            expect(file, parser, JsonToken.START_OBJECT, "an object: { … }");
            boolean found = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                if (member.equals(within)) {
                    expect(file, parser, JsonToken.START_OBJECT, "an object under '" + within + "'");
                    members(file, parser, each);
                    found = true;
                } else {
                    parser.skipChildren();
                }
            }
            if (!found) {
                throw new UnreadableDataset(
                        "%s has no '%s', in which its annotations should be. Fetch it again.".formatted(file, within));
            }
        });
    }

    /** Reads lines of JSON; one that is damaged is rejected by itself. */
    static void ofLines(Path file, ReadingBuilder reading, Consumer<Annotation> each) {
        int number = 0;
        for (Iterator<String> lines = AnnotationText.of(file).lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            Place place = new Place(file, ++number, "");
            if (!line.isBlank()) {
                try {
                    each.accept(new Annotation(place, LINE.readTree(line)));
                } catch (JsonProcessingException e) {
                    reading.reject(new UnusableAnnotation(place, "", "is damaged JSON: " + e.getOriginalMessage()));
                }
            }
        }
    }

    private static void members(Path file, JsonParser parser, BiConsumer<String, Annotation> each) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            Place place = new Place(file, line(parser), member);
            parser.nextToken();
            each.accept(member, new Annotation(place, tree(parser)));
        }
    }

    private interface Walk {
        void through(JsonParser parser) throws IOException;
    }

    private static void read(Path file, Walk walk) {
        try (JsonParser parser = JSON.createParser(AnnotationText.of(file))) {
            parser.nextToken();
            walk.through(parser);
            if (parser.nextToken() != null) {
                throw new UnreadableDataset("%s, line %d: the JSON goes on after its end. Fetch the file again."
                        .formatted(file, line(parser)));
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableDataset(
                    "%s, line %d: the JSON is damaged: %s. Fetch the file again."
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new UnreadableDataset("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
        }
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return JSON.readTree(parser);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static void expect(Path file, JsonParser parser, JsonToken token, String expected) {
        if (parser.currentToken() != token) {
            throw new UnreadableDataset(
                    "%s, line %d: here should be %s. See that it is the published file, and fetch it again."
                            .formatted(file, line(parser), expected));
        }
    }
}
