package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.search.elasticsearch.NodeClient.Answer;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionTerms;

/** Moments in a real node: over three shards, with scenes nested in their video's document and with scenes that are documents. */
@ExtendWith(PluginNode.class)
@Execution(ExecutionMode.SAME_THREAD)
class MomentsIT {

    /** A scene, its meaning told by an angle in degrees. */
    private record Told(String video, String collection, int number, int start, int end, String caption, int angle) {

        String id() {
            return video + "/" + number;
        }

        String kind() {
            return number == 0 ? "scene" : "event";
        }

        String json() {
            return """
                    {'id': '%s', 'video': '%s', 'name': 'film %s', 'collection': '%s', 'tags': ['x', 'y'], 'metadata': ['rights:owned'], 'created': 7, 'duration': 60,
                     'start': %d, 'end': %d, 'kind': '%s', 'caption': '%s', 'terms': '%s', 'vector': %s,
                     'confidence': 1, 'frames_seen': 8, 'frames_total': 9}""".formatted(
                            id(),
                            video,
                            video,
                            collection,
                            start,
                            end,
                            kind(),
                            caption,
                            CaptionTerms.of(caption, ANALYZER),
                            vector(angle))
                    .replace("\n", " ");
        }
    }

    private enum Home {
        NESTED("told-films", "scenes", "scenes."),
        FLAT("told-scenes", "", "");

        final String index;
        final String path;
        final String prefix;

        Home(String index, String path, String prefix) {
            this.index = index;
            this.path = path;
            this.prefix = prefix;
        }

        String field(String name) {
            return prefix + name;
        }
    }

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();

    private static final String FIELDS = """
            'id': {'type': 'keyword'}, 'video': {'type': 'keyword'}, 'name': {'type': 'keyword', 'index': false},
            'collection': {'type': 'keyword'}, 'tags': {'type': 'keyword'}, 'language': {'type': 'keyword'},
            'metadata': {'type': 'keyword'}, 'created': {'type': 'long'}, 'duration': {'type': 'double'}, 'start': {'type': 'double'}, 'end': {'type': 'double'},
            'kind': {'type': 'keyword'}, 'caption': {'type': 'text', 'index': false, 'store': true},
            'terms': {'type': 'text', 'analyzer': 'whitespace'},
            'vector': {'type': 'dense_vector', 'dims': 2, 'similarity': 'dot_product'},
            'confidence': {'type': 'double'}, 'frames_seen': {'type': 'long'}, 'frames_total': {'type': 'long'}
            """;

    private static final List<Told> SCENES = List.of(
            new Told("a", "news", 0, 0, 5, "a red car", 0),
            new Told("a", "news", 1, 6, 9, "a man walks", 90),
            new Told("a", "news", 2, 20, 25, "a dog", 180),
            new Told("b", "sport", 0, 0, 4, "a man walks", 90),
            new Told("b", "sport", 1, 30, 35, "a red car", 0),
            new Told("c", "news", 0, 0, 3, "a blue car", 30),
            new Told("c", "news", 1, 4, 8, "a man walks", 90),
            new Told("d", "sport", 0, 0, 9, "a quiet street without cars", 120),
            new Told("e", "news", 0, 0, 9, "snow", 100),
            new Told("f", "sport", 0, 0, 9, "rain", 110));

    private static final String RED_CAR =
            "'sought': {'words': 'red car'}, 'scenes': {'red car': %s}".formatted(scene(0));
    private static final String CAR_THEN_MAN = """
            'sought': {'then': {'first': {'words': 'red car'}, 'second': {'words': 'man'}, 'within_seconds': 5}},
            'scenes': {'red car': %s, 'man': %s}""".formatted(scene(0), scene(90));

    private static NodeClient client;

    @BeforeAll
    static void fillIndices(NodeClient node) throws Exception {
        client = node;
        create(
                Home.NESTED.index,
                3,
                "'collection': {'type': 'keyword'}, 'scenes': {'type': 'nested', 'properties': {" + FIELDS + "}}");
        create(Home.FLAT.index, 3, FIELDS);
        Map<String, List<Told>> films = SCENES.stream().collect(Collectors.groupingBy(Told::video));
        for (Map.Entry<String, List<Told>> film : films.entrySet()) {
            client.done(
                    "PUT",
                    "/" + Home.NESTED.index + "/_doc/" + film.getKey(),
                    "{'collection': '%s', 'scenes': [%s]}"
                            .formatted(
                                    film.getValue().getFirst().collection(),
                                    film.getValue().stream().map(Told::json).collect(Collectors.joining(", "))));
        }
        fill(Home.FLAT.index, SCENES);
        client.done("POST", "/" + Home.NESTED.index + "/_refresh", "");
        for (Home home : Home.values()) {
            client.done("POST", "/_aliases", """
                    {'actions': [{'add': {'index': '%s', 'alias': 'news-%s', 'filter': {'term': {'collection': 'news'}}}},
                                 {'add': {'index': '%s', 'alias': 'all-%s', 'filter': {'match_all': {}}}}]}
                    """.formatted(home.index, home.index, home.index, home.index));
        }
    }

    private static void create(String index, int shards, String properties) throws Exception {
        client.done(
                "PUT",
                "/" + index,
                "{'settings': {'number_of_shards': %d, 'number_of_replicas': 0}, 'mappings': {'properties': {%s}}}"
                        .formatted(shards, properties));
    }

    private static void fill(String index, List<Told> scenes) throws Exception {
        String lines = scenes.stream()
                .map(scene -> "{'index': {'routing': '%s'}}\n%s\n".formatted(scene.video(), scene.json()))
                .collect(Collectors.joining());
        Answer answer = client.done("POST", "/" + index + "/_bulk?refresh=true", lines);
        assertEquals(false, answer.one("errors"), answer::toString);
    }

    /** By words a/0 and b/1 are equal, by meaning too; "blue car" holds too few of the words, and what denies cars is left out. */
    @ParameterizedTest
    @EnumSource
    void momentsAreRankedOverAllShards(Home home) throws Exception {
        List<Map<?, ?>> moments = moments(search(home, home.index, RED_CAR, ""));
        assertEquals(
                List.of(
                        "a/0 0.0–5.0",
                        "b/1 30.0–35.0",
                        "c/0 0.0–3.0",
                        "a/1 6.0–9.0",
                        "b/0 0.0–4.0",
                        "c/1 4.0–8.0",
                        "e/0 0.0–9.0",
                        "f/0 0.0–9.0",
                        "a/2 20.0–25.0"),
                told(moments));
        assertEquals(2.0 / 61, number(moments.get(0), "score"), 1e-9);
        assertEquals(2.0 / 62, number(moments.get(1), "score"), 1e-9);
        assertEquals(1.0 / 63, number(moments.get(2), "score"), 1e-9);
        assertEquals(2.5, number(moments.get(0), "frame"));
        Map<?, ?> best = best(moments.get(0));
        assertEquals(List.of("red", "car"), best.get("matched"));
        assertEquals(true, best.get("by_words"));
        assertEquals(1, number(best, "cosine"), 1e-6);
        assertEquals(5 + 1.5, number(best, "evidence"), 1e-5);
        Map<?, ?> blue = best(moments.get(2));
        assertEquals(true, blue.get("other_colour"));
        assertEquals(false, blue.get("by_words"));
        assertEquals(Math.cos(Math.toRadians(30)), number(blue, "cosine"), 1e-6);
    }

    @ParameterizedTest
    @EnumSource
    void theRankingsThatMomentsAreMadeOfCanBeHad(Home home) throws Exception {
        Map<?, ?> both =
                rankings(search(home, home.index, RED_CAR, "'unfused': ['words', 'meaning'], 'ranking': {'depth': 3}"));
        assertEquals(List.of("a/0", "b/1", "c/0"), ranked(both, "words"));
        assertEquals(List.of("a/0", "b/1", "c/0"), ranked(both, "meaning"));
        assertFalse(both.containsKey("moments"));
        Map<?, ?> nearest = rankings(search(home, home.index, RED_CAR, "'unfused': ['meaning']"));
        assertEquals(
                List.of("a/0", "b/1", "c/0", "a/1", "b/0", "c/1", "e/0", "f/0", "a/2"), ranked(nearest, "meaning"));
        assertFalse(nearest.containsKey("words"));
    }

    private static Map<?, ?> rankings(Answer answer) {
        return (Map<?, ?>) ((Map<?, ?>) answer.body().get("aggregations")).get("found");
    }

    private static List<?> ranked(Map<?, ?> rankings, String name) {
        return ((List<?>) rankings.get(name))
                .stream()
                        .map(hit -> ((Map<?, ?>) ((Map<?, ?>) hit).get("scene")).get("id"))
                        .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatAMomentTellsOfItsSceneIsAsItWasWritten(Home home) throws Exception {
        Map<?, ?> scene = (Map<?, ?>)
                best(moments(search(home, home.index, RED_CAR, "'size': 1")).getFirst())
                        .get("scene");
        assertEquals("a/0", scene.get("id"));
        assertEquals("a red car", scene.get("caption"));
        assertEquals("scene", scene.get("kind"));
        assertEquals(9, scene.get("frames_total"));
        assertEquals(
                Map.of(
                        "id",
                        "a",
                        "name",
                        "film a",
                        "collection",
                        "news",
                        "tags",
                        List.of("x", "y"),
                        "language",
                        "",
                        "metadata",
                        List.of("rights:owned"),
                        "created",
                        7,
                        "duration",
                        60.0),
                scene.get("video"));
    }

    @ParameterizedTest
    @EnumSource
    void sequencesAreFoundInEachVideo(Home home) throws Exception {
        assertEquals(List.of("a/0 a/1 0.0–9.0"), told(moments(search(home, home.index, CAR_THEN_MAN, ""))));
        assertEquals(
                List.of("a/0 a/1 0.0–9.0", "b/1 b/0 0.0–35.0"),
                told(moments(search(
                        home, home.index, CAR_THEN_MAN.replace("then", "near").replace(": 5", ": 26"), ""))));
        assertEquals(
                List.of("b/1 30.0–35.0"),
                told(moments(search(
                        home,
                        home.index,
                        CAR_THEN_MAN
                                .replace("then", "not_near")
                                .replace("'first'", "'wanted'")
                                .replace("'second'", "'unwanted'"),
                        ""))));
    }

    @ParameterizedTest
    @EnumSource
    void anAliasLetsThroughOnlyWhatItsFilterFinds(Home home) throws Exception {
        assertEquals(
                List.of("a/0", "c/0", "a/1", "c/1", "e/0", "a/2"),
                ids(moments(search(home, "news-" + home.index, RED_CAR, ""))));
        assertEquals(
                ids(moments(search(home, home.index, RED_CAR, ""))),
                ids(moments(search(home, "all-" + home.index, RED_CAR, ""))));
        assertEquals(
                List.of("a/1", "c/1"),
                ids(moments(search(home, "news-" + home.index, RED_CAR, filter(home, "kind", "event"))))
                        .subList(0, 2));
    }

    @ParameterizedTest
    @EnumSource
    void aFilterNarrowsScenes(Home home) throws Exception {
        assertEquals(
                List.of("b/1", "a/1", "b/0"),
                ids(moments(search(
                                home,
                                home.index,
                                RED_CAR,
                                "'filter': {'bool': {'must_not': [{'term': {'%s': 'c'}}, {'range': {'%s': {'lt': 4, 'gte': 0}}}], 'should': [{'match_all': {}}]}}"
                                        .formatted(home.field("video"), home.field("end")))))
                        .stream()
                        .filter(id -> !id.equals("a/0"))
                        .limit(3)
                        .toList());
        assertEquals(List.of(), told(moments(search(home, home.index, RED_CAR, filter(home, "kind", "opera")))));
        assertEquals(List.of(), told(moments(search(home, home.index, CAR_THEN_MAN, filter(home, "kind", "event")))));
        assertEquals(
                List.of("b/1", "a/1", "c/1", "a/2"),
                ids(moments(search(home, home.index, RED_CAR, filter(home, "kind", "event")))));
    }

    /** The node rewrites each of these before it searches. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'match_none': {}}",
                "{'bool': {'filter': [{'match_none': {}}]}}",
                "{'bool': {'must': [{'wrapper': {'query': 'eyJtYXRjaF9ub25lIjp7fX0='}}]}}",
                "{'terms': {'kind': {'index': 'told-films', 'id': 'a', 'path': 'nothing'}}}"
            })
    void aFilterMayBeRewritten(String filter) throws Exception {
        assertEquals(List.of(), told(moments(search(Home.FLAT, Home.FLAT.index, RED_CAR, "'filter': " + filter))));
        assertEquals(
                9,
                moments(search(
                                Home.FLAT,
                                Home.FLAT.index,
                                RED_CAR,
                                "'filter': {'bool': {'must_not': [" + filter + "], 'filter': [{'match_all': {}}]}}"))
                        .size());
    }

    @ParameterizedTest
    @EnumSource
    void noMoreThanWantedAreTold(Home home) throws Exception {
        assertEquals(List.of("a/0", "b/1"), ids(moments(search(home, home.index, RED_CAR, "'size': 2"))));
    }

    @ParameterizedTest
    @EnumSource
    void itDoesNotMatterHowManyShardsAreReducedAtATimeOrWhatTheRequestItselfLooksFor(Home home) throws Exception {
        String plain = "{'size': 0, 'aggs': " + aggregation(home, RED_CAR, "") + "}";
        List<Map<?, ?>> expected = moments(client.done("POST", "/" + home.index + "/_search", plain));
        assertEquals(9, expected.size());
        for (String query :
                List.of("{'match_all': {}}", "{'term': {'collection': 'news'}}", "{'term': {'collection': 'opera'}}")) {
            for (String parameters :
                    List.of("", "?batched_reduce_size=2", "?pre_filter_shard_size=1", "?typed_keys=true")) {
                String body = "{'size': 1, 'query': %s, 'aggs': %s}".formatted(query, aggregation(home, RED_CAR, ""));
                Answer answer = client.done("POST", "/" + home.index + "/_search" + parameters, body);
                List<Map<?, ?>> moments =
                        moments(parameters.contains("typed") ? "timeviper_moments#found" : "found", answer.body());
                assertEquals(expected, moments, query + parameters);
            }
        }
    }

    @Test
    void severalSearchesMayBeSentTogether() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (Home home : Home.values()) {
            lines.append("{'index': '%s'}\n".formatted(home.index));
            lines.append("{'size': 0, 'aggs': %s}\n"
                    .formatted(aggregation(home, CAR_THEN_MAN, "").replace("\n", " ")));
        }
        lines.append("{'index': 'told-films'}\n{'aggs': %s}\n"
                .formatted(aggregation(Home.FLAT, CAR_THEN_MAN, "").replace("\n", " ")));
        Answer answer = client.done("POST", "/_msearch", lines.toString());
        List<?> responses = answer.all("responses");
        assertEquals(3, responses.size());
        for (Object response : responses.subList(0, 2)) {
            assertEquals(List.of("a/0 a/1 0.0–9.0"), told(moments("found", (Map<?, ?>) response)));
        }
        assertEquals(400, ((Map<?, ?>) responses.get(2)).get("status"));
    }

    @ParameterizedTest
    @EnumSource
    void bothHomesAndOtherAggregationsMayStandBesideEachOther(Home home) throws Exception {
        Answer answer = client.done(
                "POST",
                "/" + home.index + "/_search",
                "{'size': 0, 'profile': true, 'aggs': {'found': {'timeviper_moments': %s, 'meta': {'mine': 1}}, 'collections': {'terms': {'field': 'collection'}}}}"
                        .formatted(body(home, RED_CAR, "")));
        assertEquals(9, moments("found", answer.body()).size());
        assertEquals(1, answer.one("aggregations.found.meta.mine"));
        assertEquals(2, answer.all("aggregations.collections.buckets.key").size());
    }

    /** Scenes that are deleted or whose video is written anew are gone, in whatever segment they were. */
    @Test
    void whatIsDeletedIsNotFound() throws Exception {
        create("changing", 1, FIELDS);
        fill("changing", SCENES);
        fill("changing", List.of(new Told("g", "news", 0, 0, 5, "a red car", 0)));
        Answer all = client.done("POST", "/changing/_search", "{'size': 20, 'fields': ['id'], '_source': false}");
        for (Object hit : all.all("hits.hits")) {
            Map<?, ?> document = (Map<?, ?>) hit;
            if (document.toString().contains("[a/0]")) {
                client.done("DELETE", "/changing/_doc/" + document.get("_id") + "?routing=a&refresh=true", "");
            }
        }
        assertEquals(List.of("b/1", "g/0"), ids(moments(search(Home.FLAT, "changing", RED_CAR, "'size': 2"))));
    }

    /** How much of the words a caption holds depends on how rare they are: with frequencies gathered first, in all shards. */
    @Test
    void wordsWeighTheSameInEveryShardOnceFrequenciesAreGathered() throws Exception {
        create("told-spread", 3, FIELDS);
        fill(
                "told-spread",
                IntStream.range(0, 24)
                        .mapToObj(i -> new Told(
                                "v" + i, "x", 0, 0, 5, i % 4 == 0 ? "a boat" : i == 7 ? "a red kite" : "snow", 0))
                        .toList());
        String request =
                "{'size': 0, 'query': {'bool': {'should': [{'match_all': {}}, {'timeviper_caption': {'terms': {'query': 'red boat'}}}]}}, 'aggs': %s}"
                        .formatted(aggregation(Home.FLAT, RED_CAR.replace("red car", "red boat"), "'size': 30"));
        Answer global = client.done("POST", "/told-spread/_search?search_type=dfs_query_then_fetch", request);
        assertEquals(1, weights("a boat", global).size(), global::toString);
        double boat = Math.log1p((24 - 6 + 0.5) / (6 + 0.5));
        double red = Math.log1p((24 - 1 + 0.5) / (1 + 0.5));
        assertEquals(Set.of("%.9f %.9f".formatted(boat / (boat + red), red / (boat + red))), weights("a boat", global));
        assertEquals(Set.of("0.000000000 1.000000000"), weights("snow", global));
        Answer local = client.done("POST", "/told-spread/_search", request);
        assertTrue(weights("a boat", local).size() > 1, local::toString);
    }

    private static Set<String> weights(String caption, Answer answer) {
        Set<String> weights = new TreeSet<>();
        for (Map<?, ?> moment : moments("found", answer.body())) {
            Map<?, ?> hit = best(moment);
            if (((Map<?, ?>) hit.get("scene")).get("caption").equals(caption)) {
                weights.add("%.9f %.9f".formatted(number(hit, "coverage"), number(hit, "absence")));
            }
        }
        return weights;
    }

    @Test
    void whatIsWrongInARequestIsABadRequest() throws Exception {
        assertBad("[timeviper_moments] has no [sought]", Home.NESTED.index, "{'found': {'timeviper_moments': {}}}");
        assertBad(
                "the vector of [red car] has 3 numbers, and those of [scenes.vector] have 2",
                Home.NESTED.index,
                aggregation(Home.NESTED, RED_CAR.replace(vector(0), "[1, 0, 0]"), ""));
        assertBad(
                "the vector of [red car] has 100001 numbers, and those of [vector] have 2",
                Home.FLAT.index,
                aggregation(Home.FLAT, RED_CAR.replace(vector(0), "[1" + ", 0".repeat(100_000) + "]"), ""));
        assertBad(
                "the index has nothing nested under the path [collection]",
                Home.NESTED.index,
                aggregation(Home.NESTED, RED_CAR, "").replace("'path': 'scenes'", "'path': 'collection'"));
        assertBad("the index has no field [terms]", Home.NESTED.index, aggregation(Home.FLAT, RED_CAR, ""));
        assertBad(
                "must stand at the top of the aggregations, not in another one",
                Home.NESTED.index,
                "{'all': {'filter': {'match_all': {}}, 'aggs': %s}}".formatted(aggregation(Home.NESTED, RED_CAR, "")));
        assertBad(
                "takes no aggregations inside it",
                Home.NESTED.index,
                "{'found': {'timeviper_moments': %s, 'aggs': {'n': {'terms': {'field': 'collection'}}}}}"
                        .formatted(body(Home.NESTED, RED_CAR, "")));
    }

    private static void assertBad(String message, String index, String aggregations) throws Exception {
        Answer answer = client.send("POST", "/" + index + "/_search", "{'size': 0, 'aggs': " + aggregations + "}");
        assertTrue(answer.body().toString().contains(message), answer::toString);
        assertEquals(400, answer.status(), answer::toString);
    }

    /** Each of these would be misread. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            start       | {'type': 'float'}                                                       | [start] is no double with doc values
            start       | {'type': 'double', 'doc_values': false}                                 | [start] is no double with doc values
            created     | {'type': 'date'}                                                        | [created] is no long with doc values
            frames_seen | {'type': 'integer'}                                                     | [frames_seen] is no long with doc values
            id          | {'type': 'text'}                                                        | [id] is no keyword with doc values
            tags        | {'type': 'keyword', 'doc_values': false}                                | [tags] is no keyword with doc values
            video       | {'type': 'alias', 'path': 'id'}                                         | the index has no field [video]
            caption     | {'type': 'text'}                                                        | [caption] is not stored
            terms       | {'type': 'keyword'}                                                     | [terms] is no text field with positions
            terms       | {'type': 'text', 'index_options': 'freqs'}                              | [terms] is no text field with positions
            vector      | {'type': 'keyword'}                                                     | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector', 'dims': 2, 'index': false}                     | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector', 'dims': 2, 'similarity': 'l2_norm'}            | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector', 'dims': 2, 'similarity': 'max_inner_product'}  | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector', 'dims': 2, 'element_type': 'byte'}             | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector', 'dims': 16, 'element_type': 'bit'}             | [vector] is no dense_vector of floats
            vector      | {'type': 'dense_vector'}                                                | [vector] has no vectors yet
            """)
    void anIndexThatKeepsScenesOtherwiseIsRefused(String field, String type, String message) throws Exception {
        String properties = FIELDS.replaceAll("'" + field + "': \\{[^}]*}", "'" + field + "': " + type);
        client.done("PUT", "/otherwise", "{'mappings': {'properties': {" + properties + "}}}");
        try {
            assertBad(message, "otherwise", aggregation(Home.FLAT, RED_CAR, ""));
        } finally {
            client.done("DELETE", "/otherwise", "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'dense_vector', 'dims': 2}",
                "{'type': 'dense_vector', 'dims': 2, 'similarity': 'cosine', 'index_options': {'type': 'flat'}}",
                "{'type': 'dense_vector', 'dims': 2, 'similarity': 'cosine', 'index_options': {'type': 'int4_hnsw'}}"
            })
    void cosinesAreExactHoweverVectorsAreKept(String type) throws Exception {
        create("kept", 1, FIELDS.replaceAll("'vector': \\{[^}]*}", "'vector': " + type));
        try {
            fill("kept", SCENES);
            List<Map<?, ?>> moments = moments(search(Home.FLAT, "kept", RED_CAR, ""));
            assertEquals(9, moments.size());
            for (Map<?, ?> moment : moments) {
                String id = ids(List.of(moment)).getFirst();
                int angle = SCENES.stream()
                        .filter(scene -> scene.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .angle();
                assertEquals(Math.cos(Math.toRadians(angle)), number(best(moment), "cosine"), 1e-6, id);
            }
        } finally {
            client.done("DELETE", "/kept", "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "video", "start", "caption", "vector", "frames_seen"})
    void aSceneThatLacksSomethingIsNamedAndNotMistaken(String field) throws Exception {
        create("lacking", 1, FIELDS);
        try {
            String whole = new Told("a", "x", 0, 0, 5, "a red car", 0).json();
            String lacking = whole.replaceFirst("'" + field + "': ('[^']*'|\\[[^]]*]|[^,}]*),?", "");
            client.done("PUT", "/lacking/_doc/1?refresh=true", lacking);
            client.done("PUT", "/lacking/_doc/2?refresh=true", whole);
            client.done("POST", "/lacking/_forcemerge?max_num_segments=1", "");
            Answer answer = client.send(
                    "POST", "/lacking/_search", "{'size': 0, 'aggs': " + aggregation(Home.FLAT, RED_CAR, "") + "}");
            assertTrue(answer.body().toString().contains("The index has a scene without " + field), answer::toString);
        } finally {
            client.done("DELETE", "/lacking", "");
        }
    }

    @Test
    void anEmptyIndexHasNoMoments() throws Exception {
        create("empty", 2, FIELDS);
        assertEquals(List.of(), moments(search(Home.FLAT, "empty", RED_CAR, "")));
        assertEquals(List.of(), moments(search(Home.FLAT, "empty", CAR_THEN_MAN, "")));
    }

    /** A search that takes some seconds ends soon after its time is up, or after it is told to. */
    @Test
    void aLongSearchEndsWhenItsTimeIsUpOrItIsCancelled() throws Exception {
        create("many", 1, FIELDS);
        for (int part = 0; part < 4; part++) {
            int first = part * 1_000;
            fill(
                    "many",
                    IntStream.range(first, first + 1_000)
                            .mapToObj(i -> new Told("v" + i, "x", 0, 0, 5, "a car and the number " + i, i % 360))
                            .toList());
        }
        String slow = aggregation(Home.FLAT, manyOperands(30), "'ranking': {'depth': 1000}");
        Answer late = client.done("POST", "/many/_search", "{'size': 0, 'timeout': '20ms', 'aggs': " + slow + "}");
        assertEquals(true, late.one("timed_out"), late::toString);
        assertFalse(late.body().containsKey("aggregations"), late::toString);
        assertTrue(((Number) late.one("took")).longValue() < 5_000, late::toString);

        CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> {
            try {
                return client.send("POST", "/many/_search", "{'size': 0, 'aggs': " + slow + "}");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        String task = "";
        while (task.isEmpty() && !running.isDone()) {
            task = searching();
        }
        client.done("POST", "/_tasks/" + task + "/_cancel", "");
        Answer cancelled = running.get(20, TimeUnit.SECONDS);
        assertEquals(400, cancelled.status(), cancelled::toString);
        assertTrue(cancelled.body().toString().contains("task_cancelled_exception"), cancelled::toString);
    }

    private static String searching() throws Exception {
        Answer tasks = client.done("GET", "/_tasks?actions=indices:data/read/search&detailed&group_by=none", "");
        for (Object listed : tasks.all("tasks")) {
            Map<?, ?> task = (Map<?, ?>) listed;
            if (task.toString().contains("many")) {
                return task.get("node") + ":" + task.get("id");
            }
        }
        return "";
    }

    private static String manyOperands(int count) {
        String sought = "{'words': 'car 0'}";
        StringBuilder scenes = new StringBuilder("'car 0': " + scene(0));
        for (int i = 1; i < count; i++) {
            sought = "{'near': {'first': {'words': 'car %d'}, 'second': %s, 'within_seconds': 1}}".formatted(i, sought);
            scenes.append(", 'car %d': %s".formatted(i, scene(i)));
        }
        return "'sought': %s, 'scenes': {%s}".formatted(sought, scenes);
    }

    private static String filter(Home home, String field, String value) {
        return "'filter': {'term': {'%s': '%s'}}".formatted(home.field(field), value);
    }

    /** Searches with frequencies of all shards, so that equal captions score alike in each. */
    private static Answer search(Home home, String index, String sought, String more) throws Exception {
        String words = "{'timeviper_caption': {'%s': {'query': 'red car man'}}}".formatted(home.field("terms"));
        String counted = home.path.isEmpty()
                ? words
                : "{'nested': {'path': 'scenes', 'score_mode': 'max', 'query': %s}}".formatted(words);
        return client.done(
                "POST",
                "/" + index + "/_search?search_type=dfs_query_then_fetch",
                "{'size': 0, 'query': {'bool': {'should': [{'match_all': {}}, %s]}}, 'aggs': %s}"
                        .formatted(counted, aggregation(home, sought, more)));
    }

    private static String aggregation(Home home, String sought, String more) {
        return "{'found': {'timeviper_moments': " + body(home, sought, more) + "}}";
    }

    private static String body(Home home, String sought, String more) {
        List<String> parts = new ArrayList<>(List.of("'path': '" + home.path + "'", sought));
        if (!more.isEmpty()) {
            parts.add(more);
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private static String scene(int angle) {
        return "{'vector': %s, 'chance': {'mean': 0, 'deviation': 0.2}}".formatted(vector(angle));
    }

    private static String vector(int angle) {
        return "[%s, %s]".formatted((float) Math.cos(Math.toRadians(angle)), (float) Math.sin(Math.toRadians(angle)));
    }

    private static List<Map<?, ?>> moments(Answer answer) {
        return moments("found", answer.body());
    }

    private static List<Map<?, ?>> moments(String name, Map<?, ?> response) {
        Map<?, ?> found = (Map<?, ?>) ((Map<?, ?>) response.get("aggregations")).get(name);
        List<Map<?, ?>> moments = new ArrayList<>();
        for (Object moment : (List<?>) found.get("moments")) {
            moments.add((Map<?, ?>) moment);
        }
        return moments;
    }

    private static List<String> told(List<Map<?, ?>> moments) {
        return moments.stream()
                .map(moment -> ids(moment) + " " + moment.get("start") + "–" + moment.get("end"))
                .toList();
    }

    /** The identity of each moment's best scene. */
    private static List<String> ids(List<Map<?, ?>> moments) {
        return moments.stream().map(moment -> ids(moment).split(" ")[0]).toList();
    }

    private static String ids(Map<?, ?> moment) {
        return ((List<?>) moment.get("hits"))
                .stream()
                        .map(hit -> ((Map<?, ?>) ((Map<?, ?>) hit).get("scene"))
                                .get("id")
                                .toString())
                        .collect(Collectors.joining(" "));
    }

    private static Map<?, ?> best(Map<?, ?> moment) {
        return (Map<?, ?>) ((List<?>) moment.get("hits")).getFirst();
    }

    private static double number(Map<?, ?> of, String name) {
        return ((Number) of.get(name)).doubleValue();
    }
}
