package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.elasticsearch.common.Strings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.search.elasticsearch.NodeClient.Answer;
import org.timeviper.search.lucene.NaiveTemporal;
import org.timeviper.search.lucene.RandomTimelines;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.Timeline;

/** Temporal queries over timelines in a real node. */
@ExtendWith(PluginNode.class)
@Execution(ExecutionMode.SAME_THREAD)
class TimelineQueryIT {

    private static final String STREET = """
            0-4 An empty street
            4-8 A red car drives up
            6-30 Music plays
            8.5-12 A man gets out, no dog with him
            40-42 A man with a hat
            50-55 A man without a hat
            """;
    private static final String ROAD = """
            00:01:15.000 --> 00:01:17.500 A red car passes
            00:01:30.000 --> 00:01:31.000 A man
            """;
    private static final String CAR = "{'words': 'red cars'}";
    private static final String MAN = "{'words': 'a man'}";

    private static NodeClient client;

    @BeforeAll
    static void fillIndex(NodeClient node) throws Exception {
        client = node;
        client.done("PUT", "/timelines", """
                {'settings': {'number_of_shards': 2, 'number_of_replicas': 0},
                 'mappings': {'properties': {
                   'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline', 'search_analyzer': 'timeviper_caption'},
                   'same': {'type': 'alias', 'path': 'timeline'},
                   'offsets': {'type': 'text', 'analyzer': 'timeviper_timeline', 'index_options': 'offsets'},
                   'vectors': {'type': 'text', 'analyzer': 'timeviper_timeline', 'term_vector': 'with_positions_offsets'},
                   'docs': {'type': 'text', 'analyzer': 'timeviper_timeline', 'index_options': 'docs'},
                   'caption': {'type': 'text', 'analyzer': 'timeviper_caption'},
                   'tag': {'type': 'keyword'},
                   'frames': {'type': 'long'},
                   'reels': {'type': 'nested', 'properties': {
                     'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline'}}}}}}
                """);
        String fields = """
                {'timeline': %1$s, 'offsets': %1$s, 'vectors': %1$s, 'docs': %1$s, 'caption': 'a man', 'tag': 'man', 'frames': 7,
                 'reels': [{'timeline': '0-1 Snow'}, {'timeline': %1$s}]}
                """;
        client.done("PUT", "/timelines/_doc/street", fields.formatted(json(STREET)));
        client.done("PUT", "/timelines/_doc/road", fields.formatted(json(ROAD)));
        client.done("PUT", "/timelines/_doc/none", "{'caption': 'a red car, then a man'}");
        client.done("POST", "/timelines/_refresh", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'words': 'red car'}                                                                        | road 75.0–77.5, street 4.0–8.0
            {'words': 'a man without a hat'}                                                            | road 90.0–91.0, street 8.5–12.0 50.0–55.0
            {'then': {'first': CAR, 'second': MAN, 'within_seconds': 0.5}}                              | street 4.0–12.0
            {'then': {'first': CAR, 'second': MAN, 'within_seconds': 12.5}}                             | road 75.0–91.0, street 4.0–12.0
            {'then': {'first': MAN, 'second': CAR, 'within_seconds': 1000}}                             | ~~
            {'near': {'first': MAN, 'second': CAR, 'within_seconds': 0.5}}                              | street 4.0–12.0
            {'while': {'first': CAR, 'second': {'words': 'music'}}}                                     | street 6.0–8.0
            {'not_near': {'wanted': MAN, 'unwanted': CAR, 'within_seconds': 5}}                         | road 90.0–91.0, street 40.0–42.0 50.0–55.0
            {'within': {'of': MAN, 'from': 40, 'to': 54}}                                               | street 40.0–42.0
            {'within': {'of': {'then': {'first': CAR, 'second': MAN, 'within_seconds': 60}}, 'from': 60, 'to': 120}} | road 75.0–91.0
            {'not_near': {'wanted': {'while': {'first': CAR, 'second': {'words': 'music'}}}, 'unwanted': {'words': 'dog'}, 'within_seconds': 9}} | street 6.0–8.0
            """)
    void eachRelationFindsItsSpans(String expression, String found) throws Exception {
        String told = found == null ? "" : found;
        String written = expression.replace("CAR", CAR).replace("MAN", MAN);
        assertEquals(told, spans("timelines", timeline(written)));
        assertEquals(told, spans("timelines", timeline("same", written)));
    }

    @Test
    void allOtherQueriesTakeIt() throws Exception {
        String man = timeline(MAN);
        String chase = timeline("{'then': {'first': CAR, 'second': MAN, 'within_seconds': 1}}");
        assertEquals("street 4.0–12.0", spans("timelines", "{'bool': {'filter': [" + chase + "]}}"));
        assertEquals(
                "road 90.0–91.0", spans("timelines", "{'bool': {'must': [" + man + "], 'must_not': [" + chase + "]}}"));
        assertEquals("street 4.0–12.0", spans("timelines", "{'constant_score': {'filter': " + chase + "}}"));
        assertEquals(
                "street",
                spans(
                        "timelines",
                        "{'bool': {'must': [{'match': {'timeline': 'music'}}], 'must_not': ["
                                + timeline("{'words': 'heron'}") + "]}}"));
        assertEquals("", spans("timelines", timeline("absent", MAN)));
        client.done("POST", "/_aliases", """
                {'actions': [{'add': {'index': 'timelines', 'alias': 'chases', 'filter': %s}}]}
                """.formatted(chase));
        assertEquals("street", spans("chases", "{'match_all': {}}"));
        assertEquals("street 8.5–12.0 40.0–42.0 50.0–55.0", spans("chases", man));
    }

    @Test
    void spansOfNestedTimelinesAreToldByTheirInnerHits() throws Exception {
        Answer answer = client.done("GET", "/timelines/_search", """
                {'query': {'nested': {'path': 'reels', 'inner_hits': {}, 'query': %s}}, 'ext': {'timeviper_spans': {}}}
                """.formatted(
                        timeline("reels.timeline", "{'within': {'of': CAR, 'from': 60, 'to': 90}}")));
        assertEquals(List.of("road"), answer.ids());
        assertEquals(List.of(1), answer.all("hits.hits.inner_hits.reels.hits.hits._nested.offset"));
        assertEquals(
                List.of(Map.of("start", 75.0, "end", 77.5)),
                answer.all("hits.hits.inner_hits.reels.hits.hits.fields.timeviper_spans"));
    }

    @Test
    void spansCarryTheNamesOfTheirQueriesAndAreToldOnlyIfAskedFor() throws Exception {
        String search = """
                {'query': {'bool': {'should': [
                   {'timeviper_timeline': {'timeline': {'words': 'red car', '_name': 'car', 'boost': 2}}},
                   {'timeviper_timeline': {'timeline': {'words': 'music'}}}]}},
                 'post_filter': {'timeviper_timeline': {'timeline': {'words': 'street', '_name': 'where'}}} %s}
                """;
        assertEquals(
                List.of(
                        Map.of("start", 0.0, "end", 4.0, "_name", "where"),
                        Map.of("start", 4.0, "end", 8.0, "_name", "car"),
                        Map.of("start", 6.0, "end", 30.0)),
                client.done("GET", "/timelines/_search", search.formatted(", 'ext': {'timeviper_spans': {}}"))
                        .all("hits.hits.fields.timeviper_spans"));
        assertEquals(
                List.of(Map.of("start", 0.0, "end", 4.0, "_name", "where")),
                client.done("GET", "/timelines/_search", search.formatted(", 'ext': {'timeviper_spans': {'size': 1}}"))
                        .all("hits.hits.fields.timeviper_spans"));
        Answer unasked = client.done("GET", "/timelines/_search", search.formatted(""));
        assertEquals(List.of("street"), unasked.ids());
        assertEquals(List.of(), unasked.all("hits.hits.fields"));
        assertEquals(Set.of("car", "where"), Set.copyOf(unasked.all("hits.hits.matched_queries")));
    }

    @Test
    void boostMultipliesAndScoresAreExplained() throws Exception {
        String search =
                "{'explain': true, 'profile': true, 'query': {'timeviper_timeline': {'timeline': {'words': 'music', 'boost': %d}}}}";
        Answer plain = client.done("GET", "/timelines/_search", search.formatted(1));
        Answer boosted = client.done("GET", "/timelines/_search", search.formatted(2));
        assertEquals(
                2 * ((Number) plain.one("hits.hits._score")).doubleValue(),
                ((Number) boosted.one("hits.hits._score")).doubleValue(),
                1e-4);
        String explanation = plain.one("hits.hits._explanation").toString();
        assertTrue(explanation.contains("somewhere in the timeline of 'timeline': \"music\""), explanation);
        assertEquals(plain.one("hits.hits._score"), plain.one("hits.hits._explanation.value"));
    }

    /** Equal timelines score alike in whichever shard they are, once frequencies are gathered first. */
    @Test
    void frequenciesCanBeThoseOfTheWholeIndex() throws Exception {
        client.done("PUT", "/spread", """
                {'settings': {'number_of_shards': 3, 'number_of_replicas': 0},
                 'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline'}}}}
                """);
        bulk(
                "spread",
                IntStream.range(0, 20)
                        .mapToObj(i -> i % 3 == 0 ? "0-2 a red car\n3-4 a man" : "0-2 snow\n5-6 a man")
                        .toList());
        String search = "{'size': 20, 'query': "
                + timeline("{'then': {'first': CAR, 'second': MAN, 'within_seconds': 5}}") + "}";
        Answer global = client.done("GET", "/spread/_search?search_type=dfs_query_then_fetch", search);
        assertEquals(7, global.ids().size());
        assertEquals(1, Set.copyOf(global.all("hits.hits._score")).size(), global::toString);
        Answer local = client.done("GET", "/spread/_search", search);
        assertTrue(Set.copyOf(local.all("hits.hits._score")).size() > 1, local::toString);
    }

    /** The words are marked wherever they stand. */
    @ParameterizedTest
    @CsvSource({"timeline,unified", "timeline,plain", "offsets,unified", "vectors,unified", "vectors,fvh"})
    void highlightersMarkTheWordsOrNothing(String field, String highlighter) throws Exception {
        Answer answer = client.done("GET", "/timelines/_search", """
                {'query': %s, 'highlight': {'fields': {'%s': {'type': '%s', 'number_of_fragments': 0}}}}
                """.formatted(
                timeline(field, "{'while': {'first': CAR, 'second': {'words': 'music'}}}"), field, highlighter));
        assertEquals(List.of("street"), answer.ids());
        List<?> marked = answer.all("hits.hits.highlight." + field);
        if (highlighter.equals("unified")) {
            assertEquals(
                    List.of(STREET.strip()
                            .replace("red car", "<em>red</em> <em>car</em>")
                            .replace("Music", "<em>Music</em>")),
                    marked.stream().map(text -> text.toString().strip()).toList());
        }
    }

    @Test
    void japaneseTimelinesAreAskedInJapanese() throws Exception {
        client.done("PUT", "/japanese_timelines", """
                {'settings': {'number_of_shards': 1, 'number_of_replicas': 0,
                   'analysis': {'analyzer': {'ja': {'type': 'timeviper_timeline', 'language': 'ja'}}}},
                 'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'ja'}}}}
                """);
        bulk("japanese_timelines", List.of("0-4 赤い車が通る\n6-9 帽子のない男が歩いている", "0-4 赤い車が通る\n6-9 帽子をかぶった男"));
        String chase = "'then': {'first': {'words': '赤い車'}, 'second': {'words': '帽子のない男'}, 'within_seconds': 5}";
        assertEquals("0 0.0–9.0", spans("japanese_timelines", timeline("{" + chase + "}")));
        assertEquals("0 0.0–9.0", spans("japanese_timelines", timeline("{'language': 'ja', " + chase + "}")));
        Answer refused = client.send(
                "GET",
                "/japanese_timelines/_search",
                "{'query': " + timeline("{'language': 'en', 'words': 'a red car'}") + "}");
        assertEquals(400, refused.status());
        assertTrue(
                refused.body()
                        .toString()
                        .contains("[timeviper_timeline] asks in [en], and the timelines of [timeline] are in [ja]"),
                refused::toString);
        assertEquals("0 0.0–9.0", spans("japanese_timelines,timelines", timeline("{" + chase + "}")));
    }

    /** What the document was before stays, and the others of the same request are indexed. */
    @Test
    void aTextThatIsNoTimelineIsRefusedByItsLineAndHarmsNothingElse() throws Exception {
        client.done("PUT", "/malformed", """
                {'settings': {'number_of_shards': 1, 'number_of_replicas': 0},
                 'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline'}}}}
                """);
        bulk("malformed", List.of("0-1 a man"));
        Answer refused =
                client.send("PUT", "/malformed/_doc/0", "{'timeline': " + json("0-1 a man\n1-0.5 a heron") + "}");
        assertEquals(400, refused.status());
        assertEquals("timeline_format_exception", refused.one("error.type"));
        assertEquals(
                "Timeline, line 2, column 3: found \"0.5 a heron\", expected an end not before the start, 1.0 seconds.",
                refused.one("error.reason"));
        Answer several = client.done("POST", "/malformed/_bulk?refresh=true", """
                {'index': {'_id': '1'}}
                {'timeline': '2-3 a man'}
                {'index': {'_id': '2'}}
                {'timeline': 'a man'}
                {'index': {'_id': '3'}}
                {'timeline': ''}
                {'index': {'_id': '4'}}
                {'timeline': ['4-5 a man']}
                {'index': {'_id': '5'}}
                {'timeline': ['4-5 a man', '9-10 a man']}
                {'index': {'_id': '6'}}
                {'timeline': ['the', '9-10 a man']}
                """);
        assertEquals(List.of(201, 400, 201, 201, 400, 400), several.all("items.index.status"));
        assertTrue(
                several.all("items.index.error.reason").get(0).toString().startsWith("Timeline, line 1, column 1"),
                several::toString);
        assertTrue(
                several.all("items.index.error.reason").get(1).toString().contains("for field 'timeline'"),
                several::toString);
        assertEquals("0 0.0–1.0, 1 2.0–3.0, 4 4.0–5.0", spans("malformed", timeline(MAN)));
        client.done("POST", "/malformed/_flush", "");
        assertEquals(
                "green", client.done("GET", "/_cluster/health/malformed", "").one("status"));
    }

    @Test
    void aLongTimelineIsReadToItsEnd() throws Exception {
        client.done("PUT", "/long", """
                {'settings': {'number_of_shards': 1, 'number_of_replicas': 0},
                 'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline'}}}}
                """);
        String all = IntStream.range(0, 50_000)
                .mapToObj(i -> i + "-" + (i + 1) + " snow" + i + " and a man")
                .collect(Collectors.joining("\n", "", "\n2000000-2000000 a heron\n"));
        bulk("long", List.of(all));
        assertEquals(
                "0 49998.0–50000.0",
                spans(
                        "long",
                        timeline(
                                "{'then': {'first': {'words': 'snow49998'}, 'second': {'words': 'snow49999'}, 'within_seconds': 0}}")));
        assertEquals("0 2000000.0–2000000.0", spans("long", timeline("{'words': 'heron'}")));
        assertEquals(
                10_000,
                client.done(
                                "GET",
                                "/long/_search",
                                "{'_source': false, 'query': " + timeline(MAN)
                                        + ", 'ext': {'timeviper_spans': {'size': 10000}}}")
                        .all("hits.hits.fields.timeviper_spans")
                        .size());
    }

    @Test
    void anIndexIsFoundAgainWhenItHasBeenClosed() throws Exception {
        client.done("PUT", "/closed", """
                {'settings': {'number_of_shards': 1, 'number_of_replicas': 0,
                   'analysis': {'analyzer': {'de': {'type': 'timeviper_timeline', 'language': 'de'}}}},
                 'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'de'}}}}
                """);
        bulk("closed", List.of("0-4 Zwei rote Wagen fahren\n5-6 ein Mann ohne Hut"));
        String chase = timeline(
                "{'then': {'first': {'words': 'ein roter Wagen'}, 'second': {'words': 'kein Hut'}, 'within_seconds': 5}}");
        assertEquals("0 0.0–6.0", spans("closed", chase));
        client.done("POST", "/closed/_close", "");
        client.done("POST", "/closed/_open", "");
        client.done("GET", "/_cluster/health/closed?wait_for_status=green&timeout=30s", "");
        assertEquals("0 0.0–6.0", spans("closed", chase));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'timeline': {}}",
                "{'timeline': {'query': 'car'}}",
                "{'timeline': {'then': {'first': {'words': 'car'}}}}",
                "{'timeline': {'words': 'car', 'language': 'tlh'}}",
                "{'timeline': {'within': {'of': {'words': 'a'}, 'from': 9, 'to': 5}}}"
            })
    void whatIsWrongInAQueryIsABadRequest(String body) throws Exception {
        Answer answer = client.send("GET", "/timelines/_search", "{'query': {'timeviper_timeline': " + body + "}}");
        assertEquals(400, answer.status());
        assertEquals("parsing_exception", answer.one("error.type"));
        assertTrue(answer.one("error.reason").toString().startsWith("[timeviper_timeline] "), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"caption", "docs", "tag", "frames"})
    void aFieldWithoutTimelinesIsRefused(String field) throws Exception {
        Answer answer = client.send("GET", "/timelines/_search", "{'query': " + timeline(field, MAN) + "}");
        assertEquals(400, answer.status());
        assertTrue(
                answer.body()
                        .toString()
                        .contains(
                                "[timeviper_timeline] needs a text field with the analyzer [timeviper_timeline] and positions, and ["
                                        + field + "] is a ["),
                answer::toString);
    }

    @Test
    void whatCannotBeAskedIsABadRequest() throws Exception {
        Answer common =
                client.send("GET", "/timelines/_search", "{'query': " + timeline("{'words': 'the of and'}") + "}");
        assertEquals(400, common.status());
        assertTrue(common.body().toString().contains("has only words too common to look for"), common::toString);
        Answer spans = client.send("GET", "/timelines/_search", "{'ext': {'timeviper_spans': {'field': 'timeline'}}}");
        assertEquals(400, spans.status());
        assertEquals("[timeviper_spans] has the unknown key [field]; expected are [size]", spans.one("error.reason"));
    }

    @Test
    void theAnalyzerShowsItsTimes() throws Exception {
        Answer answer = client.done("POST", "/_analyze", """
                {'analyzer': 'timeviper_timeline', 'text': '0-4 Red cars\\n4.5-6 no dog', 'explain': true}
                """);
        assertEquals(List.of("red", "car", "!dog"), answer.all("detail.analyzer.tokens.token"));
        assertEquals(List.of(0, 0, 4_500), answer.all("detail.analyzer.tokens.position"));
        assertEquals(List.of(4_000, 4_000, 6_000), answer.all("detail.analyzer.tokens.endMillis"));
    }

    @Test
    void randomQueriesHoldWhereTheirDefinitionsSay() throws Exception {
        int hits = 0;
        for (long seed = 0; seed < 4; seed++) {
            RandomTimelines draw = new RandomTimelines(seed);
            List<List<RandomTimelines.Told>> timelines =
                    IntStream.range(0, 30).mapToObj(i -> draw.timeline()).toList();
            List<TemporalExpression> expressions =
                    IntStream.range(0, 40).mapToObj(i -> draw.expression(i % 5)).toList();
            String index = "random" + seed;
            client.done("PUT", "/" + index, """
                    {'settings': {'number_of_shards': 2, 'number_of_replicas': 0},
                     'mappings': {'properties': {'timeline': {'type': 'text', 'analyzer': 'timeviper_timeline'}}}}
                    """);
            bulk(index, timelines.stream().map(TimelineQueryIT::text).toList());
            List<?> answers = client.done(
                            "POST",
                            "/" + index + "/_msearch",
                            expressions.stream().map(TimelineQueryIT::search).collect(Collectors.joining()))
                    .all("responses");
            for (int i = 0; i < expressions.size(); i++) {
                Map<String, String> expected = expected(expressions.get(i), timelines);
                assertEquals(
                        expected,
                        told(new Answer(200, asMap(answers.get(i)))),
                        "seed " + seed + ": " + expressions.get(i));
                hits += expected.size();
            }
            client.done("DELETE", "/" + index, "");
        }
        assertTrue(hits > 800, "only " + hits + " hits: the random queries test too little");
    }

    private static Map<String, String> expected(
            TemporalExpression expression, List<List<RandomTimelines.Told>> timelines) {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < timelines.size(); i++) {
            List<RandomTimelines.Told> timeline = timelines.get(i);
            Set<NaiveTemporal.Place> places = NaiveTemporal.told(
                    expression, NaiveTemporal.evaluate(expression, operand -> RandomTimelines.hits(operand, timeline)));
            if (!places.isEmpty()) {
                expected.put(
                        Integer.toString(i),
                        places.stream()
                                .map(place -> place.start() / 1000.0 + "–" + place.end() / 1000.0)
                                .collect(Collectors.joining(" ")));
            }
        }
        return expected;
    }

    private static String text(List<RandomTimelines.Told> timeline) {
        return new Timeline(timeline.stream()
                        .map(told -> new Timeline.Passage(told.span(), told.text()))
                        .toList())
                .format();
    }

    private static String search(TemporalExpression expression) {
        return "{}\n{'size': 100, '_source': false, 'ext': {'timeviper_spans': {}}, 'query': "
                + Strings.toString(new TimelineQueryBuilder("timeline", expression, null)) + "}\n";
    }

    private static String json(String timeline) {
        return "'" + timeline.replace("\n", "\\n") + "'";
    }

    private static String timeline(String expression) {
        return timeline("timeline", expression);
    }

    private static String timeline(String field, String expression) {
        return "{'timeviper_timeline': {'" + field + "': "
                + expression.replace("CAR", CAR).replace("MAN", MAN) + "}}";
    }

    /** Indexes timelines under their numbers. */
    private static void bulk(String index, List<String> timelines) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < timelines.size(); i++) {
            lines.append("{'index': {'_id': '")
                    .append(i)
                    .append("'}}\n{'timeline': ")
                    .append(json(timelines.get(i)))
                    .append("}\n");
        }
        assertEquals(
                false,
                client.done("POST", "/" + index + "/_bulk?refresh=true", lines.toString())
                        .one("errors"));
    }

    /** The hits by their identifiers, each with its spans in seconds. */
    private static String spans(String index, String query) throws Exception {
        return told(client.done(
                        "GET",
                        "/" + index + "/_search",
                        "{'size': 100, 'query': " + query + ", 'ext': {'timeviper_spans': {}}}"))
                .entrySet()
                .stream()
                .map(hit -> (hit.getKey() + " " + hit.getValue()).strip())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> told(Answer answer) {
        Map<String, String> told = new TreeMap<>();
        for (Object each : answer.all("hits.hits")) {
            Answer hit = new Answer(200, asMap(each));
            List<String> spans = new ArrayList<>();
            for (Object span : hit.all("fields.timeviper_spans")) {
                spans.add(asMap(span).get("start") + "–" + asMap(span).get("end"));
            }
            assertFalse(told.containsKey(hit.one("_id").toString()));
            told.put(hit.one("_id").toString(), String.join(" ", spans));
        }
        return told;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object json) {
        return (Map<String, Object>) json;
    }
}
