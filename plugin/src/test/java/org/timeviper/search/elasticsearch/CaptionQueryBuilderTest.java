package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.json.JsonXContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionQueryBuilderTest {

    static {
        // Elasticsearch's exceptions cannot be made before its logging is set up, which the server does first of all.
        LogConfigurator.configureESLogging();
    }

    @Property(tries = 200)
    void whatIsSentToAnotherNodeArrivesUnchanged(
            @ForAll String field,
            @ForAll String text,
            @ForAll @FloatRange(max = 1000) float boost,
            @ForAll boolean named)
            throws IOException {
        CaptionQueryBuilder sent = new CaptionQueryBuilder(field, text, CaptionLanguage.ENGLISH)
                .boost(boost)
                .queryName(named ? "words" : null);
        CaptionQueryBuilder arrived = copy(sent);
        assertEquals(sent, arrived);
        assertEquals(sent.hashCode(), arrived.hashCode());
        assertEquals(Strings.toString(sent), Strings.toString(arrived));
    }

    @Property(tries = 200)
    void whatIsPrintedReadsAsTheSame(
            @ForAll String text, @ForAll @FloatRange(max = 1000) float boost, @ForAll boolean named)
            throws IOException {
        CaptionQueryBuilder query = new CaptionQueryBuilder("scenes.terms", text, CaptionLanguage.ENGLISH)
                .boost(boost)
                .queryName(named ? "words" : null);
        assertEquals(query, parse(Strings.toString(query)));
    }

    @Test
    void everyPartCountsForEquality() throws IOException {
        List<CaptionQueryBuilder> different = List.of(
                parse("{'timeviper_caption': {'a': {'query': 'x'}}}"),
                parse("{'timeviper_caption': {'b': {'query': 'x'}}}"),
                parse("{'timeviper_caption': {'a': {'query': 'y'}}}"),
                parse("{'timeviper_caption': {'a': {'query': 'x', 'boost': 2}}}"),
                parse("{'timeviper_caption': {'a': {'query': 'x', '_name': 'n'}}}"));
        assertEquals(different.size(), Set.copyOf(different).size());
        assertNotEquals(different.getFirst(), null);
    }

    @Test
    void englishIsTheDefault() throws IOException {
        assertEquals(
                parse("{'timeviper_caption': {'a': {'query': 'x', 'language': 'en'}}}"),
                parse("{'timeviper_caption': {'a': {'query': 'x'}}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                  | no field; expected {"FIELD": {"query": "..."}}
            {'a': 'x'}                                          | no object for the field [a]; expected one with [query, language, boost, _name]
            {'a': {}}                                           | no [query] in [a]; expected are [query, language, boost, _name]
            {'a': {'query': 'x', 'operator': 'and'}}            | the unknown key [operator] in [a]; expected are [query, language, boost, _name]
            {'a': {'query': 7}}                                 | VALUE_NUMBER for [query]; expected a string
            {'a': {'query': null}}                              | VALUE_NULL for [query]; expected a string
            {'a': {'query': ['x']}}                             | START_ARRAY for [query]; expected a string
            {'a': {'query': 'x', 'language': 'tlh'}}            | unknown language [tlh], known are [en
            {'a': {'query': 'x', 'boost': -1}}                  | no usable number for [boost]; expected one that is not negative
            {'a': {'query': 'x', 'boost': 'high'}}              | no usable number for [boost]; expected one that is not negative
            {'a': {'query': 'x', '_name': {}}}                  | START_OBJECT for [_name]; expected a string
            {'a': {'query': 'x'}, 'b': {'query': 'x'}}          | [b] after the field [a]; expected one field and nothing else
            {'a': {'query': 'x'}, 'boost': 2}                   | [boost] after the field [a]; expected one field and nothing else
            """, quoteCharacter = '~')
    void whatIsWrongInAQueryIsNamed(String body, String message) {
        ParsingException refused =
                assertThrows(ParsingException.class, () -> parse("{'timeviper_caption': " + body + "}"));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertTrue(refused.getMessage().startsWith("[timeviper_caption]"), refused.getMessage());
        assertEquals(RestStatus.BAD_REQUEST, refused.status());
    }

    private static CaptionQueryBuilder copy(CaptionQueryBuilder query) throws IOException {
        try (BytesStreamOutput out = new BytesStreamOutput()) {
            query.writeTo(out);
            try (StreamInput in = out.bytes().streamInput()) {
                CaptionQueryBuilder read = new CaptionQueryBuilder(in);
                assertEquals(-1, in.read(), "bytes are left");
                return read;
            }
        }
    }

    /** Reads a query as a request's parser does: up to the brace after the query's name it is read already. */
    private static CaptionQueryBuilder parse(String json) throws IOException {
        String strict = json.contains("\"") ? json : json.replace('\'', '"');
        try (XContentParser parser =
                JsonXContent.jsonXContent.createParser(XContentParserConfiguration.EMPTY, strict)) {
            parser.nextToken();
            parser.nextToken();
            assertEquals(CaptionQueryBuilder.NAME, parser.currentName());
            parser.nextToken();
            CaptionQueryBuilder query = CaptionQueryBuilder.fromXContent(parser);
            assertEquals(XContentParser.Token.END_OBJECT, parser.nextToken());
            return query;
        }
    }
}
