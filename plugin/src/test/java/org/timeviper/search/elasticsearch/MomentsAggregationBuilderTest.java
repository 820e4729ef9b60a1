package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.elasticsearch.ElasticsearchException;
import org.elasticsearch.ExceptionsHelper;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.common.io.stream.NamedWriteableAwareStreamInput;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.index.query.BoolQueryBuilder;
import org.elasticsearch.index.query.MatchAllQueryBuilder;
import org.elasticsearch.index.query.MatchNoneQueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.search.aggregations.AggregationBuilder;
import org.elasticsearch.search.aggregations.AggregatorFactories;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.XContentFactory;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentType;
import org.elasticsearch.xcontent.json.JsonXContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;

class MomentsAggregationBuilderTest {

    private static final String CAR = "'car': {'vector': [0.6, 0.8], 'chance': {'mean': 0.1, 'deviation': 0.2}}";
    private static final String SOUGHT = "'sought': {'words': 'car'}";
    private static final String SCENES = "'scenes': {" + CAR + "}";

    @Property(tries = 300)
    void whatIsSentToAnotherNodeArrivesUnchanged(@ForAll long seed) throws IOException {
        MomentsAggregationBuilder sent = new RandomMoments(seed).aggregation();
        MomentsAggregationBuilder arrived = copy(sent);
        assertEquals(sent, arrived);
        assertEquals(sent.hashCode(), arrived.hashCode());
        assertEquals(Strings.toString(sent), Strings.toString(arrived));
    }

    @Property(tries = 300)
    void whatIsPrintedReadsAsTheSame(@ForAll long seed) throws IOException {
        MomentsAggregationBuilder printed = new RandomMoments(seed).aggregation();
        MomentsAggregationBuilder read = parse(Strings.toString(printed));
        assertEquals(printed, read);
        assertEquals(printed.hashCode(), read.hashCode());
    }

    /** A node's cache of answers is kept by the bytes of the question. */
    @Property(tries = 100)
    void theSameIsWrittenInTheSameBytesWhateverTheOrderOfItsScenes(@ForAll long seed) throws IOException {
        MomentsRequest request = new RandomMoments(seed).request();
        Map<String, SoughtScene> turned = new TreeMap<>(Collections.reverseOrder());
        turned.putAll(request.sought().scenes());
        MomentsRequest same = new MomentsRequest(
                request.path(),
                request.language(),
                new SoughtMoments(request.sought().expression(), turned),
                request.ranking(),
                request.size(),
                request.unfused());
        assertEquals(
                Strings.toString(new MomentsAggregationBuilder("a", request, null)),
                Strings.toString(new MomentsAggregationBuilder("a", same, null)));
    }

    @Test
    void everyPartCountsForEquality() throws IOException {
        List<AggregationBuilder> different = List.of(
                read(SOUGHT, SCENES),
                read(SOUGHT, SCENES).setMetadata(Map.of("a", 1)),
                new MomentsAggregationBuilder("other", request(SOUGHT, SCENES), null),
                read(SOUGHT, SCENES, "'path': 'scenes'"),
                read(SOUGHT, SCENES, "'language': 'ja'"),
                read(SOUGHT, SCENES, "'size': 3"),
                read(SOUGHT, SCENES, "'unfused': ['words']"),
                read(SOUGHT, SCENES, "'unfused': ['meaning', 'words']"),
                read(SOUGHT, SCENES, "'ranking': {'depth': 7}"),
                read(SOUGHT, SCENES, "'ranking': {'min_coverage': 0}"),
                read(SOUGHT, SCENES, "'ranking': {'rank_constant': 7}"),
                read(SOUGHT, SCENES, "'ranking': {'gap_seconds': 7}"),
                read(SOUGHT, SCENES, "'ranking': {'likeness': 0}"),
                read(SOUGHT, SCENES, "'ranking': {'max_seconds': 7}"),
                read(SOUGHT, SCENES, "'ranking': {'overlap': 0}"),
                read(SOUGHT, SCENES, "'filter': {'match_all': {}}"),
                read(SOUGHT, SCENES, "'filter': {'match_all': {'boost': 2}}"),
                read(SOUGHT, SCENES.replace("[0.6, 0.8]", "[0.8, 0.6]")),
                read(SOUGHT, SCENES.replace("0.1", "0.11")),
                read(SOUGHT, SCENES.replace("0.2", "0.22")),
                read("'sought': {'within': {'of': {'words': 'car'}, 'from': 0, 'to': 9}}", SCENES));
        assertEquals(different.size(), Set.copyOf(different).size());
        assertNotEquals(different.getFirst(), null);
        assertEquals(read(SOUGHT, SCENES), read(SCENES, SOUGHT));
    }

    @Test
    void whatIsLeftOutIsAsUsual() throws IOException {
        MomentsRequest request = request(SOUGHT, SCENES);
        assertEquals("", request.path());
        assertEquals(CaptionLanguage.ENGLISH, request.language());
        assertEquals(10, request.size());
        assertEquals(MomentRanking.USUAL, request.ranking());
        assertEquals(request, request(SOUGHT, SCENES, "'ranking': {}"));
        assertEquals(
                7,
                request(SOUGHT, SCENES, "'ranking': {'depth': 7.0}").ranking().depth());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'siez': 3                          | the unknown key [siez]; expected: [path, language, size, sought, scenes, filter, ranking, unfused]
            'path': 7                          | VALUE_NUMBER for [path]; expected: a string
            'path': null                       | VALUE_NULL for [path]; expected: a string
            'language': 'tlh'                  | tlh
            'language': ['en']                 | START_ARRAY for [language]; expected: a string
            'size': 1.5                        | 1.5 for [size]; expected: a whole number
            'size': 1e99                       | 1.0E99 for [size]; expected: a whole number
            'size': 0                          | [size] is 0: it must be 1 to 10000
            'size': -1                         | [size] is -1: it must be 1 to 10000
            'size': 10001                      | [size] is 10001: it must be 1 to 10000
            'size': '3'                        | VALUE_STRING for [size]; expected: a number
            'size': true                       | VALUE_BOOLEAN for [size]; expected: a number
            'ranking': 7                       | VALUE_NUMBER for [ranking]; expected: an object
            'ranking': {'deep': 7}             | the unknown key [deep] in [ranking]; expected: [depth, gap_seconds, likeness, max_seconds, min_coverage, overlap, rank_constant]
            'ranking': {'depth': '7'}          | VALUE_STRING for [depth]; expected: a number
            'ranking': {'depth': [7]}          | START_ARRAY for [depth]; expected: a number
            'ranking': {'depth': 1e9}          | The depth of a ranking is 1000000000: it must be 1 to 10000.
            'ranking': {'depth': 1e10}         | 1.0E10 for [depth]; expected: a whole number
            'ranking': {'depth': 0}            | The depth of a ranking is 0: it must be 1 to 10000.
            'ranking': {'depth': 2.5}          | 2.5 for [depth]; expected: a whole number
            'ranking': {'rank_constant': -1}   | The k of reciprocal rank fusion is -1
            'ranking': {'rank_constant': 0.5}  | 0.5 for [rank_constant]; expected: a whole number
            'ranking': {'min_coverage': 1.01}  | The least coverage is 1.01: it must be a share from 0 to 1.
            'ranking': {'likeness': 2}         | shares between 0 and 1, not 2.0, 60.0, 2.0, 0.5
            'ranking': {'overlap': -0.1}       | shares between 0 and 1, not 2.0, 60.0, 0.8, -0.1
            'ranking': {'gap_seconds': -2}     | a gap and a length of 0 seconds or more
            'ranking': {'max_seconds': -1}     | a gap and a length of 0 seconds or more
            'unfused': 'words'                 | VALUE_STRING for [unfused]; expected: an array of [words, meaning]
            'unfused': [7]                     | VALUE_NUMBER for [unfused]; expected: a string
            'unfused': ['colour']              | the unknown ranking [colour] in [unfused]; expected: [words, meaning]
            'filter': 'car'                    | VALUE_STRING for [filter]; expected: an object
            'filter': null                     | VALUE_NULL for [filter]; expected: an object
            'filter': {'nonsense': {}}         | unknown query [nonsense]
            """)
    void whatIsWrongInARequestIsNamed(String part, String message) {
        assertRefused(message, SOUGHT, SCENES, part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'car': 7                                                                       | VALUE_NUMBER for [car]; expected: an object
            'car': {}                                                                      | no [vector] in [car]; expected: both
            'car': {'vector': [1]}                                                         | no [chance] in [car]; expected: both
            'car': {'chance': {'mean': 0, 'deviation': 1}}                                 | no [vector] in [car]; expected: both
            'car': {'vector': [1], 'chance': {'mean': 0, 'deviation': 1}, 'boost': 2}      | the unknown key [boost] in [car]; expected: [vector, chance]
            'car': {'vector': 1, 'chance': {'mean': 0, 'deviation': 1}}                    | VALUE_NUMBER for [vector]; expected: an array of numbers
            'car': {'vector': ['1'], 'chance': {'mean': 0, 'deviation': 1}}                | VALUE_STRING for [vector]; expected: a number
            'car': {'vector': [[1]], 'chance': {'mean': 0, 'deviation': 1}}                | START_ARRAY for [vector]; expected: a number
            'car': {'vector': [null], 'chance': {'mean': 0, 'deviation': 1}}               | VALUE_NULL for [vector]; expected: a number
            'car': {'vector': [], 'chance': {'mean': 0, 'deviation': 1}}                   | The vector of [car] has the length 0.0: it must be of length one
            'car': {'vector': [3, 4], 'chance': {'mean': 0, 'deviation': 1}}               | The vector of [car] has the length 5.0: it must be of length one
            'car': {'vector': [1e39], 'chance': {'mean': 0, 'deviation': 1}}               | The vector of [car] has the length Infinity: it must be of length one
            'car': {'vector': [1], 'chance': 1}                                            | VALUE_NUMBER for [chance]; expected: an object
            'car': {'vector': [1], 'chance': {'mean': 0}}                                  | Chance needs a mean and a deviation of more than 0, not 0.0 and NaN.
            'car': {'vector': [1], 'chance': {'deviation': 1}}                             | Chance needs a mean and a deviation of more than 0, not NaN and 1.0.
            'car': {'vector': [1], 'chance': {'mean': 0, 'deviation': 0}}                  | Chance needs a mean and a deviation of more than 0, not 0.0 and 0.0.
            'car': {'vector': [1], 'chance': {'mean': 0, 'deviation': -1}}                 | Chance needs a mean and a deviation of more than 0, not 0.0 and -1.0.
            'car': {'vector': [1], 'chance': {'mean': 1e999, 'deviation': 1e999}}          | Chance needs a mean and a deviation of more than 0, not Infinity and Infinity.
            'car': {'vector': [1], 'chance': {'mean': 0, 'deviation': 1e-320}}             | Chance needs a mean and a deviation of more than 0, not 0.0 and 1.0E-320.
            'car': {'vector': [1], 'chance': {'mean': 0, 'deviation': 1, 'median': 0}}     | the unknown key [median] in [chance]; expected: [deviation, mean]
            'bus': {'vector': [1], 'chance': {'mean': 0, 'deviation': 1}}                  | Nothing says what the operand "car" looks for.
            """)
    void whatIsWrongInASceneIsNamed(String scene, String message) {
        assertRefused(message, SOUGHT, "'scenes': {" + scene + "}");
    }

    @Test
    void aSceneOfNoOperandIsRefused() {
        assertRefused(
                "These scenes are of no operand of \"car\": [bus]",
                SOUGHT,
                "'scenes': {" + CAR + ", " + CAR.replace("car", "bus") + "}");
    }

    @Test
    void rankingsOfSeveralScenesAreRefused() {
        assertRefused(
                "[unfused] rankings are of one scene",
                "'sought': {'within': {'of': {'words': 'car'}, 'from': 0, 'to': 9}}",
                SCENES,
                "'unfused': ['words']");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertRefused("no [sought]; expected: both [sought, scenes]", SCENES);
        assertRefused("no [scenes]; expected: both [sought, scenes]", SOUGHT);
        assertRefused("START_ARRAY for [scenes]; expected: an object", SOUGHT, "'scenes': []");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'car'",
                "{}",
                "{'words': ''}",
                "{'words': ' '}",
                "{'words': 7}",
                "{'words': 'car', 'boost': 2}",
                "{'after': {}}",
                "{'then': {'first': {'words': 'car'}, 'second': {'words': 'car'}}}",
                "{'then': {'first': {'words': 'car'}, 'second': {'words': 'car'}, 'within_seconds': '7'}}",
                "{'then': {'first': {'words': 'car'}, 'second': {'words': 'car'}, 'within_seconds': -7}}",
                "{'then': {'first': {'words': 'car'}, 'second': {'words': 'car'}, 'within_seconds': 1e999}}",
                "{'while': {'first': {'words': 'car'}, 'second': {'words': 'car'}, 'within_seconds': 7}}",
                "{'not_near': {'first': {'words': 'car'}, 'second': {'words': 'car'}, 'within_seconds': 7}}",
                "{'within': {'of': {'words': 'car'}, 'from': 9, 'to': 3}}"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertRefused("[timeviper_moments]", "'sought': " + expression, SCENES);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 400, 20_000})
    void deepNestingIsRefused(int depth) {
        String deep = "{'within': {'from': 0, 'to': 9, 'of': ".repeat(depth) + "{'words': 'car'}" + "}}".repeat(depth);
        String wide = "{'near': {'within_seconds': 1, 'first': {'words': 'car'}, 'second': ".repeat(depth)
                + "{'words': 'car'}" + "}}".repeat(depth);
        assertBadRequest(depth > 64 ? deep : wide);
        String filter = "{'bool': {'must': ".repeat(depth) + "{'match_all': {}}" + "}}".repeat(depth);
        assertBadRequest("{'words': 'car'}, 'filter': " + filter);
        assertBadRequest("[".repeat(depth) + "]".repeat(depth));
    }

    @Test
    void anEmptyFilterIsRefused() {
        assertBadRequest("{'words': 'car'}, 'filter': {}");
    }

    private static void assertBadRequest(String sought) {
        Exception refused = assertThrows(Exception.class, () -> read("'sought': " + sought, SCENES));
        assertEquals(RestStatus.BAD_REQUEST, ExceptionsHelper.status(refused), refused.toString());
    }

    /** As long as a request can be: it is for the index to say that its vectors are shorter. */
    @Test
    void aHugeVectorIsRead() throws IOException {
        String zeros = "0, ".repeat(100_000);
        MomentsRequest request = request(SOUGHT, SCENES.replace("[0.6", "[" + zeros + "0.6"));
        assertEquals(100_002, request.sought().scenes().get("car").vector().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x1", "1,", "."})
    void whatIsNoNumberInJsonIsRefused(String number) {
        Exception refused = assertThrows(Exception.class, () -> read(SOUGHT, SCENES.replace("0.6", number)));
        assertEquals(RestStatus.BAD_REQUEST, ExceptionsHelper.status(refused), refused.toString());
    }

    /** Other formats than JSON know numbers that are none. */
    @ParameterizedTest
    @EnumSource(
            value = XContentType.class,
            names = {"CBOR", "SMILE"})
    void whatIsNoNumberInAnyFormatIsRefused(XContentType format) throws IOException {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (XContentBuilder builder = XContentFactory.contentBuilder(format, bytes)) {
                builder.startObject().startObject("moments").startObject("timeviper_moments");
                builder.startObject("sought").field("words", "car").endObject();
                builder.startObject("scenes").startObject("car").array("vector", new float[] {wrong, 1});
                builder.startObject("chance")
                        .field("mean", 0)
                        .field("deviation", 1)
                        .endObject();
                builder.endObject().endObject().endObject().endObject().endObject();
            }
            try (XContentParser parser = format.xContent().createParser(Registries.PARSING, bytes.toByteArray())) {
                parser.nextToken();
                ParsingException refused =
                        assertThrows(ParsingException.class, () -> AggregatorFactories.parseAggregators(parser));
                assertTrue(refused.getMessage().contains("it must be of length one"), refused.getMessage());
            }
        }
    }

    @Test
    void nothingIsNestedInMoments() {
        String inside = "{'moments': {'timeviper_moments': {%s, %s}, 'aggs': {'inner': %s}}}";
        for (String inner : List.of("{'terms': {'field': 'a'}}", "{'max_bucket': {'buckets_path': 'a'}}")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> parse(inside.formatted(SOUGHT, SCENES, inner)));
            assertEquals("[timeviper_moments] takes no aggregations inside it", refused.getMessage());
        }
    }

    @Test
    void aFilterThatIsRewrittenKeepsTheRest() throws IOException {
        MomentsAggregationBuilder aggregation = new MomentsAggregationBuilder(
                "moments",
                request(SOUGHT, SCENES, "'size': 3"),
                new BoolQueryBuilder().filter(new MatchNoneQueryBuilder()));
        QueryRewriteContext context = new QueryRewriteContext(null, null, () -> 0L);
        MomentsAggregationBuilder plain =
                assertInstanceOf(MomentsAggregationBuilder.class, aggregation.rewrite(context));
        assertNull(plain.getMetadata());
        assertNotEquals(aggregation, plain);
        assertEquals(aggregation.getName(), plain.getName());
        AggregationBuilder withMetadata =
                aggregation.setMetadata(Map.of("a", 1)).rewrite(context);
        assertEquals(Map.of("a", 1), withMetadata.getMetadata());
        AggregationBuilder all =
                new MomentsAggregationBuilder("moments", request(SOUGHT, SCENES), new MatchAllQueryBuilder());
        assertEquals(all, all.rewrite(context));
    }

    @Test
    void everyOperandMayStandMoreThanOnce() throws IOException {
        TemporalExpression twice = request(
                        "'sought': {'while': {'first': {'words': 'car'}, 'second': {'words': 'car'}}}", SCENES)
                .sought()
                .expression();
        assertEquals(2, twice.operands().size());
    }

    private static void assertRefused(String message, String... parts) {
        ElasticsearchException refused = assertThrows(ParsingException.class, () -> read(parts));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertEquals(RestStatus.BAD_REQUEST, refused.status());
    }

    private static MomentsRequest request(String... parts) throws IOException {
        AggregationBuilder read = read(parts);
        try (BytesStreamOutput out = new BytesStreamOutput()) {
            read.writeTo(out);
            try (StreamInput in =
                    new NamedWriteableAwareStreamInput(out.bytes().streamInput(), Registries.WRITEABLES)) {
                in.readString();
                AggregatorFactories.Builder inner = new AggregatorFactories.Builder(in);
                assertEquals(0, inner.getAggregatorFactories().size());
                in.readGenericMap();
                return MomentsRequest.read(in);
            }
        }
    }

    private static MomentsAggregationBuilder read(String... parts) throws IOException {
        return parse("{'moments': {'timeviper_moments': {" + String.join(", ", parts) + "}}}");
    }

    private static MomentsAggregationBuilder copy(MomentsAggregationBuilder aggregation) throws IOException {
        try (BytesStreamOutput out = new BytesStreamOutput()) {
            out.writeNamedWriteable(aggregation);
            try (StreamInput in =
                    new NamedWriteableAwareStreamInput(out.bytes().streamInput(), Registries.WRITEABLES)) {
                AggregationBuilder read = in.readNamedWriteable(AggregationBuilder.class);
                assertEquals(-1, in.read(), "bytes are left");
                return (MomentsAggregationBuilder) read;
            }
        }
    }

    /** Reads a request's aggregations, of which there is one. */
    private static MomentsAggregationBuilder parse(String json) throws IOException {
        String strict = json.contains("\"") ? json : json.replace('\'', '"');
        try (XContentParser parser = JsonXContent.jsonXContent.createParser(Registries.PARSING, strict)) {
            parser.nextToken();
            AggregatorFactories.Builder all = AggregatorFactories.parseAggregators(parser);
            return (MomentsAggregationBuilder)
                    all.getAggregatorFactories().iterator().next();
        }
    }
}
