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
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.search.lucene.CaptionLanguage;

class CaptionQueryBuilderTest {

    @Property(tries = 200)
    void whatIsSentToAnotherNodeArrivesUnchanged(
            @ForAll String field,
            @ForAll String text,
            @ForAll CaptionLanguage language,
            @ForAll @FloatRange(max = 1000) float boost,
            @ForAll boolean named)
            throws IOException {
        CaptionQueryBuilder sent =
                new CaptionQueryBuilder(field, text, language).boost(boost).queryName(named ? "words" : null);
        CaptionQueryBuilder arrived = Requests.sent(sent, CaptionQueryBuilder::new);
        assertEquals(sent, arrived);
        assertEquals(sent.hashCode(), arrived.hashCode());
        assertEquals(Strings.toString(sent), Strings.toString(arrived));
    }

    @Property(tries = 200)
    void whatIsPrintedReadsAsTheSame(
            @ForAll String text,
            @ForAll CaptionLanguage language,
            @ForAll @FloatRange(max = 1000) float boost,
            @ForAll boolean named)
            throws IOException {
        CaptionQueryBuilder query = new CaptionQueryBuilder("scenes.terms", text, language)
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
                parse("{'timeviper_caption': {'a': {'query': 'x', 'language': 'ja'}}}"),
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
            {'a': {'query': 'x', 'language': 'tlh'}}            | is wrong: No analysis of captions for the language "tlh". Name one of: en (English), ja (Japanese)
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

    private static CaptionQueryBuilder parse(String json) throws IOException {
        return Requests.parse(CaptionQueryBuilder.NAME, json, CaptionQueryBuilder::fromXContent);
    }
}
