package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.elasticsearch.common.ParsingException;
import org.elasticsearch.common.Strings;
import org.elasticsearch.rest.RestStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.RandomTimelines;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalExpression.Operand;
import org.timeviper.search.lucene.TimeSpan;

class TimelineQueryBuilderTest {

    private static final Operand CAR = new Operand("a red car");
    private static final Operand MAN = new Operand("a man");

    @Property(tries = 500)
    void whatIsSentToAnotherNodeArrivesUnchanged(@ForAll long seed) throws IOException {
        TimelineQueryBuilder sent = random(seed);
        TimelineQueryBuilder arrived = Requests.sent(sent, TimelineQueryBuilder::new);
        assertEquals(sent, arrived);
        assertEquals(sent.hashCode(), arrived.hashCode());
        assertEquals(Strings.toString(sent), Strings.toString(arrived));
    }

    @Property(tries = 500)
    void whatIsPrintedReadsAsTheSame(@ForAll long seed) throws IOException {
        TimelineQueryBuilder query = random(seed);
        assertEquals(query, parse(Strings.toString(query)));
    }

    @Test
    void anyTimeSurvivesPrinting() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int start = random.nextInt(TimeSpan.MAX_MILLIS);
            TimelineQueryBuilder query = new TimelineQueryBuilder(
                    "timeline",
                    CAR.within(new TimeSpan(start, start + random.nextInt(TimeSpan.MAX_MILLIS - start))),
                    null);
            assertEquals(query, parse(Strings.toString(query)));
            assertEquals(query, Requests.sent(query, TimelineQueryBuilder::new));
        }
    }

    @Test
    void eachRelationIsWrittenAsItIsDescribed() throws IOException {
        String car = "{'words': 'a red car'}";
        String man = "{'words': 'a man'}";
        assertEquals(of(CAR), parse("{'timeviper_timeline': {'timeline': " + car + "}}"));
        assertEquals(
                of(CAR.then(MAN, 10)), relation("then", "'first': %s, 'second': %s, 'within_seconds': 10", car, man));
        assertEquals(of(CAR.whilst(MAN)), relation("while", "'first': %s, 'second': %s", car, man));
        assertEquals(
                of(CAR.near(MAN, 0)), relation("near", "'within_seconds': 0, 'first': %s, 'second': %s", car, man));
        assertEquals(
                of(CAR.notNear(MAN, 1.5)),
                relation("not_near", "'wanted': %s, 'unwanted': %s, 'within_seconds': 1.5", car, man));
        assertEquals(
                of(CAR.within(TimeSpan.ofSeconds(0, 600))), relation("within", "'of': %s, 'from': 0, 'to': 600", car));
    }

    @Test
    void everyPartCountsForEquality() {
        List<TimelineQueryBuilder> different = List.of(
                of(CAR.then(MAN, 3)),
                of(CAR.then(MAN, 4)),
                of(MAN.then(CAR, 3)),
                of(CAR.near(MAN, 3)),
                of(CAR.notNear(MAN, 3)),
                new TimelineQueryBuilder("subtitles", CAR.then(MAN, 3), null),
                new TimelineQueryBuilder("timeline", CAR.then(MAN, 3), CaptionLanguage.ENGLISH),
                of(CAR.then(MAN, 3)).boost(2),
                of(CAR.then(MAN, 3)).queryName("chase"));
        assertEquals(different.size(), Set.copyOf(different).size());
        assertEquals(new HashSet<>(different), Set.copyOf(different));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                     | has no field; expected {"FIELD": {"words": "..."}}
            {'a': 'car'}                                           | has no object for the field [a]; expected one with [words, then, while, near, not_near, within, language, boost, _name]
            {'a': {}}                                              | has nothing to find in [a]; expected is one of [words, then, while, near, not_near, within]
            {'a': {'language': 'en'}}                              | has nothing to find in [a]; expected is one of [words, then
            {'a': {'query': 'car'}}                                | has the unknown key [query]; expected are [words, then, while, near, not_near, within, language, boost, _name]
            {'a': {'words': 'car', 'near': {}}}                    | has [near] beside another expression in [a]; expected is one of [words, then
            {'a': {'words': 7}}                                    | has VALUE_NUMBER for [words]; expected a string
            {'a': {'words': ['car']}}                              | has START_ARRAY for [words]; expected a string
            {'a': {'words': ' '}}                                  | is wrong: An operand of a temporal query has no text
            {'a': {'words': 'car', 'language': 'tlh'}}             | is wrong: No analysis of captions for the language "tlh"
            {'a': {'words': 'car', 'boost': -1}}                   | has no usable number for [boost]; expected one that is not negative
            {'a': {'words': 'car', '_name': 1}}                    | has VALUE_NUMBER for [_name]; expected a string
            {'a': {'words': 'car'}, 'b': {'words': 'car'}}         | has [b] after the field [a]; expected one field and nothing else
            {'a': {'then': 'car'}}                                 | has VALUE_STRING for [then]; expected an object with [first, second, within_seconds]
            {'a': {'then': null}}                                  | has VALUE_NULL for [then]; expected an object with
            {'a': {'then': [{'words': 'car'}]}}                    | has START_ARRAY for [then]; expected an object with
            {'a': {'then': {}}}                                    | has no [first] in [then]; expected are [first, second, within_seconds]
            {'a': {'then': {'first': {'words': 'car'}}}}           | has no [second] in [then]; expected are [first, second, within_seconds]
            {'a': {'then': {'first': {'words': 'a'}, 'second': {'words': 'b'}}}} | has no [within_seconds] in [then]; expected
            {'a': {'then': {'first': 'car'}}}                      | has VALUE_STRING for [first]; expected an object with one of [words, then
            {'a': {'then': {'first': {}}}}                         | has nothing in [first]; expected is one of [words, then
            {'a': {'then': {'first': {'word': 'car'}}}}            | has the unknown key [word]; expected are [words, then, while, near, not_near, within]
            {'a': {'then': {'first': {'words': 'a', 'boost': 2}}}} | has [boost] beside [words] in [first]; expected is one of [words, then
            {'a': {'then': {'third': {'words': 'a'}}}}             | has the unknown key [third] in [then]; expected are [first, second, within_seconds]
            {'a': {'then': {'within_seconds': '10'}}}              | has VALUE_STRING for [within_seconds]; expected a number of seconds
            {'a': {'while': {'within_seconds': 10}}}               | has the unknown key [within_seconds] in [while]; expected are [first, second]
            {'a': {'not_near': {'first': {'words': 'a'}}}}         | has the unknown key [first] in [not_near]; expected are [wanted, unwanted, within_seconds]
            {'a': {'within': {'of': {'words': 'a'}, 'from': 0}}}   | has no [to] in [within]; expected are [of, from, to]
            {'a': {'within': {'of': {'words': 'a'}, 'from': 9, 'to': 5}}} | is wrong: A span cannot run from 9.0 back to 5.0 seconds
            {'a': {'within': {'of': {'words': 'a'}, 'from': -1, 'to': 5}}} | is wrong: The start is -1.0 seconds: it must be between 0 and 2000000
            {'a': {'near': {'first': {'words': 'a'}, 'second': {'words': 'b'}, 'within_seconds': -1}}} | is wrong: The distance of 'near' is -1.0 seconds: it must be between 0 and 2000000
            {'a': {'near': {'first': {'words': 'a'}, 'second': {'words': 'b'}, 'within_seconds': 1e99}}} | is wrong: The distance of 'near' is 1.0E99 seconds
            {'a': {'near': {'first': {'words': 'a'}, 'second': {'words': 'b'}, 'within_seconds': 1e999}}} | is wrong: The distance of 'near' is Infinity seconds
            """)
    void whatIsWrongInAQueryIsNamed(String body, String message) {
        assertRefused("{'timeviper_timeline': " + body + "}", message);
    }

    @Test
    void queriesThatAreTooLargeOrTooDeepAreRefused() {
        assertRefused(nested(40, 2), "is wrong: A temporal query has 65 operands and relations: it may have 64.");
        assertRefused(
                nested(65, 1), "has relations nested more than 64 deep; expected are at most 64 words and relations");
        assertRefused(nested(400, 1), "has relations nested more than 64 deep");
        assertRefused(
                "{'timeviper_timeline': {'a': {'words': '" + "a".repeat(1_001) + "'}}}",
                "is wrong: An operand of a temporal query has 1001 characters: it may have 1000.");
    }

    private static void assertRefused(String json, String message) {
        ParsingException refused = assertThrows(ParsingException.class, () -> parse(json));
        assertTrue(refused.getMessage().startsWith("[timeviper_timeline] " + message), refused.getMessage());
        assertEquals(RestStatus.BAD_REQUEST, refused.status());
    }

    /** Relations one in the other, with one part or two. */
    private static String nested(int depth, int parts) {
        String open = parts == 1
                ? "{'within': {'from': 0, 'to': 9, 'of': "
                : "{'while': {'first': {'words': 'b'}, 'second': ";
        return "{'timeviper_timeline': {'a': " + open.repeat(depth) + "{'words': 'a'}" + "}}".repeat(depth) + "}}";
    }

    private static TimelineQueryBuilder relation(String key, String body, Object... parts) throws IOException {
        return parse("{'timeviper_timeline': {'timeline': {'" + key + "': {" + body.formatted(parts) + "}}}}");
    }

    private static TimelineQueryBuilder of(TemporalExpression expression) {
        return new TimelineQueryBuilder("timeline", expression, null);
    }

    private static TimelineQueryBuilder random(long seed) {
        Random random = new Random(seed);
        CaptionLanguage[] languages = CaptionLanguage.values();
        return new TimelineQueryBuilder(
                        "field " + random.nextInt(3),
                        new RandomTimelines(seed).expression(random.nextInt(5)),
                        random.nextBoolean() ? null : languages[random.nextInt(languages.length)])
                .boost(random.nextInt(3))
                .queryName(random.nextBoolean() ? null : "name");
    }

    private static TimelineQueryBuilder parse(String json) throws IOException {
        return Requests.parse(TimelineQueryBuilder.NAME, json, TimelineQueryBuilder::fromXContent);
    }
}
