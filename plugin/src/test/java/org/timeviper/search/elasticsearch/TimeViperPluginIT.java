package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.search.elasticsearch.NodeClient.Answer;
import org.timeviper.search.elasticsearch.node.NodeSetup;
import org.timeviper.search.lucene.CaptionAnalyzer;

/** The plugin, installed with the server's own tool into a real node. */
@ExtendWith(PluginNode.class)
@Execution(ExecutionMode.SAME_THREAD)
class TimeViperPluginIT {

    private static final Map<String, String> CAPTIONS = Map.of(
            "with", "a man with a hat walks",
            "without", "a man without a hat walks",
            "dog", "a man walks a dog",
            "square", "a red square and a blue circle");

    private static NodeClient client;

    @BeforeAll
    static void fillIndex(NodeClient node) throws Exception {
        client = node;
        client.done("PUT", "/films", """
                {'settings': {'number_of_shards': 2, 'number_of_replicas': 0},
                 'mappings': {'properties': {
                   'caption': {'type': 'text', 'analyzer': 'timeviper_caption'},
                   'same': {'type': 'alias', 'path': 'caption'},
                   'tag': {'type': 'keyword'},
                   'frames': {'type': 'long'},
                   'meaning': {'type': 'dense_vector', 'dims': 2, 'similarity': 'cosine'},
                   'scenes': {'type': 'nested', 'properties': {'terms': {'type': 'text', 'analyzer': 'whitespace'}}}}}}
                """);
        for (Map.Entry<String, String> caption : CAPTIONS.entrySet()) {
            String written = """
                    {'caption': '%s', 'tag': 'x', 'frames': 7, 'meaning': [1, %d], 'scenes': [{'terms': '%s'}, {'terms': 'noth'}]}
                    """;
            client.done(
                    "PUT",
                    "/films/_doc/" + caption.getKey() + "?refresh=true",
                    written.formatted(
                            caption.getValue(),
                            caption.getKey().length(),
                            String.join(" ", terms(caption.getValue()))));
        }
        client.done("POST", "/_aliases", """
                {'actions': [{'add': {'index': 'films', 'alias': 'hatless',
                  'filter': {'timeviper_caption': {'caption': {'query': 'without a hat'}}}}}]}
                """);
    }

    /** One that the server has too, it would refuse; one that is missing, it would miss only when it is needed. */
    @Test
    void theZipHoldsOurJarAndKuromojiAndNothingElse() throws IOException {
        List<String> ours = jars(System.getProperty(NodeSetup.PLUGIN));
        assertEquals(2, ours.size(), ours::toString);
        assertTrue(ours.getFirst().startsWith("lucene-analysis-kuromoji-"), ours::toString);
        assertTrue(ours.getLast().startsWith("timeviper-plugin-"), ours::toString);
    }

    @Test
    void theAnalyzerIsThereWithoutAnyIndex() throws Exception {
        assertEquals(List.of("man", "!hat"), analysed("/_analyze", "timeviper_caption", "A man without a hat"));
    }

    @Test
    void anIndexCanConfigureTheAnalyzer() throws Exception {
        client.done(
                "PUT",
                "/configured",
                "{'settings': {'analysis': {'analyzer': {'mine': {'type': 'timeviper_caption', 'language': 'en'}}}}}");
        assertEquals(List.of("man", "!hat"), analysed("/configured/_analyze", "mine", "A man without a hat"));
        assertEquals(List.of("boat"), analysed("/configured/_analyze", "timeviper_caption", "the boats"));
    }

    /** By the dictionary that the plugin brings. */
    @Test
    void japaneseIsAnalysedAndFound() throws Exception {
        client.done("PUT", "/japanese", """
                {'settings': {'analysis': {'analyzer': {'ja': {'type': 'timeviper_caption', 'language': 'ja'}}}},
                 'mappings': {'properties': {'caption': {'type': 'text', 'analyzer': 'ja'}}}}
                """);
        client.done("PUT", "/japanese/_doc/with?refresh=true", "{'caption': '帽子をかぶった男が歩いている'}");
        client.done("PUT", "/japanese/_doc/without?refresh=true", "{'caption': '帽子のない男が歩いている'}");
        String search = "{'timeviper_caption': {'caption': {'query': '%s', 'language': 'ja'}}}";
        assertEquals(Set.of("without"), found("japanese", search.formatted("帽子のない男")));
        assertEquals(Set.of("with"), found("japanese", search.formatted("帽子の男")));
        assertEquals(Set.of("with", "without"), found("japanese", search.formatted("歩く男")));
    }

    @Test
    void anUnknownLanguageOfTheAnalyzerIsRefused() throws Exception {
        Answer answer = client.send(
                "PUT",
                "/klingon",
                "{'settings': {'analysis': {'analyzer': {'mine': {'type': 'timeviper_caption', 'language': 'tlh'}}}}}");
        assertEquals(400, answer.status());
        assertTrue(
                answer.body().toString().contains("No analysis of captions for the language \"tlh\". Name one of: en"),
                answer::toString);
    }

    /** Analysis of every plugin is set up for every index. */
    @Test
    void indicesThatKnowNothingOfUsWorkAsEver() throws Exception {
        client.done("PUT", "/unrelated", "{}");
        client.done("PUT", "/unrelated/_doc/1?refresh=true", "{'title': 'a man without a hat'}");
        client.done("POST", "/unrelated/_close", "");
        client.done("POST", "/unrelated/_open", "");
        client.done("GET", "/_cluster/health/unrelated?wait_for_active_shards=1&timeout=30s", "");
        assertEquals(
                List.of("1"),
                client.done("GET", "/unrelated/_search", "{'query': {'match': {'title': 'hat'}}}")
                        .ids());
    }

    @Test
    void aManWithoutAHatIsNotAManWithAHat() throws Exception {
        assertEquals(Set.of("without", "dog"), found("films", caption("caption", "a man without a hat")));
        assertEquals(Set.of("with", "dog"), found("films", caption("caption", "a man with a hat")));
        assertEquals(Set.of("without"), found("films", caption("caption", "no hat")));
    }

    @Test
    void theQueryIsAnalysedAsCaptionsAreWhateverTheFieldsAnalyzer() throws Exception {
        assertEquals(Set.of("without", "dog"), found("films", nested(caption("scenes.terms", "a man without a hat"))));
        assertEquals(Set.of("with", "without", "dog"), found("films", nested(caption("scenes.terms", "Walking"))));
        assertEquals(Set.of(), found("films", nested(caption("scenes.terms", "nobody"))));
    }

    @Test
    void wordsThatStandTogetherCountMore() throws Exception {
        client.done(
                "PUT",
                "/pairs",
                "{'mappings': {'properties': {'caption': {'type': 'text', 'analyzer': 'timeviper_caption'}}}}");
        client.done("PUT", "/pairs/_doc/other?refresh=true", "{'caption': 'a red square and a blue circle'}");
        client.done("PUT", "/pairs/_doc/right?refresh=true", "{'caption': 'a red circle and a blue square'}");
        assertEquals(
                List.of("right", "other"),
                client.done("GET", "/pairs/_search", "{'query': " + caption("caption", "red circle") + "}")
                        .ids());
    }

    @Test
    void aQueryOfCommonWordsOrOfAFieldThatIsNotThereFindsNothing() throws Exception {
        assertEquals(Set.of(), found("films", caption("caption", "the of and")));
        assertEquals(Set.of(), found("films", caption("caption", "")));
        assertEquals(Set.of(), found("films", caption("no_such_field", "hat")));
    }

    @Test
    void boolFiltersAliasesAndFieldAliasesTakeIt() throws Exception {
        String man = caption("caption", "man");
        String hat = caption("caption", "a hat");
        assertEquals(
                Set.of("without", "dog"),
                found("films", "{'bool': {'must': [%s], 'must_not': [%s]}}".formatted(man, hat)));
        assertEquals(Set.of("with"), found("films", "{'constant_score': {'filter': %s}}".formatted(hat)));
        assertEquals(Set.of("with"), found("films", caption("same", "a hat")));
        assertEquals(Set.of("without"), found("hatless", "{'match_all': {}}"));
        assertEquals(Set.of(), found("hatless", caption("caption", "dog")));
    }

    @Test
    void nearestVectorsCanBeFilteredByIt() throws Exception {
        String search = """
                {'knn': {'field': 'meaning', 'query_vector': [1, 5], 'k': 4, 'num_candidates': 4, 'filter': %s}}
                """;
        assertEquals(
                Set.of("without", "dog"),
                Set.copyOf(
                        client.done("GET", "/films/_search", search.formatted(caption("caption", "man without a hat")))
                                .ids()));
        assertEquals(
                Set.of("without"),
                Set.copyOf(client.done(
                                "GET",
                                "/films/_search",
                                search.formatted(nested(caption("scenes.terms", "without a hat"))))
                        .ids()));
    }

    @Test
    void boostAndNameAreAsInOtherQueries() throws Exception {
        Answer plain = client.done("GET", "/films/_search", "{'query': " + caption("caption", "dog") + "}");
        Answer boosted = client.done(
                "GET",
                "/films/_search",
                "{'query': {'timeviper_caption': {'caption': {'query': 'dog', 'boost': 2, '_name': 'words'}}}}");
        assertEquals(
                2 * ((Number) plain.one("hits.hits._score")).doubleValue(),
                ((Number) boosted.one("hits.hits._score")).doubleValue(),
                1e-4);
        assertEquals(List.of("words"), boosted.all("hits.hits.matched_queries"));
    }

    /** Equal captions score alike in whichever shard they are, once frequencies are gathered first. */
    @Test
    void frequenciesCanBeThoseOfTheWholeIndex() throws Exception {
        client.done("PUT", "/shards", """
                {'settings': {'number_of_shards': 3, 'number_of_replicas': 0},
                 'mappings': {'properties': {'caption': {'type': 'text', 'analyzer': 'timeviper_caption'}}}}
                """);
        for (int i = 0; i < 20; i++) {
            client.done(
                    "PUT",
                    "/shards/_doc/" + i,
                    "{'caption': '%s'}".formatted(i % 3 == 0 ? "a red boat at sea" : "snow"));
        }
        client.done("POST", "/shards/_refresh", "");
        String search = "{'size': 20, 'query': " + caption("caption", "red boats") + "}";
        Answer global = client.done("GET", "/shards/_search?search_type=dfs_query_then_fetch", search);
        assertEquals(7, global.ids().size());
        assertEquals(1, Set.copyOf(global.all("hits.hits._score")).size(), global::toString);
        Answer local = client.done("GET", "/shards/_search", search);
        assertTrue(Set.copyOf(local.all("hits.hits._score")).size() > 1, local::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'caption': {'query': 'hat', 'operator': 'and'}}",
                "{'caption': {'query': 7}}",
                "{'caption': 'hat'}",
                "{'caption': {}}",
                "{}",
                "{'caption': {'query': 'hat', 'language': 'tlh'}}",
                "{'caption': {'query': 'hat'}, 'tag': {'query': 'hat'}}"
            })
    void whatIsWrongInAQueryIsABadRequest(String body) throws Exception {
        Answer answer = client.send("GET", "/films/_search", "{'query': {'timeviper_caption': " + body + "}}");
        assertEquals(400, answer.status());
        assertEquals("parsing_exception", answer.one("error.type"));
        assertTrue(answer.one("error.reason").toString().startsWith("[timeviper_caption] "), answer::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag", "frames"})
    void aFieldWithoutPositionsIsRefused(String field) throws Exception {
        Answer answer = client.send("GET", "/films/_search", "{'query': " + caption(field, "hat") + "}");
        assertEquals(400, answer.status());
        assertTrue(
                answer.body().toString().contains("needs a text field with positions, and [" + field + "] is a ["),
                answer::toString);
    }

    private static String caption(String field, String query) {
        return "{'timeviper_caption': {'%s': {'query': '%s', 'language': 'en'}}}".formatted(field, query);
    }

    private static String nested(String query) {
        return "{'nested': {'path': 'scenes', 'query': %s}}".formatted(query);
    }

    private static Set<?> found(String index, String query) throws Exception {
        return Set.copyOf(client.done("GET", "/" + index + "/_search", "{'query': " + query + "}")
                .ids());
    }

    private static List<?> analysed(String path, String analyzer, String text) throws Exception {
        return client.done("POST", path, "{'analyzer': '%s', 'text': '%s'}".formatted(analyzer, text))
                .all("tokens.token");
    }

    private static List<String> terms(String caption) throws IOException {
        List<String> terms = new ArrayList<>();
        try (CaptionAnalyzer analyzer = new CaptionAnalyzer();
                TokenStream tokens = analyzer.tokenStream("caption", caption)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                terms.add(term.toString());
            }
            tokens.end();
        }
        return terms;
    }

    private static List<String> jars(String zip) throws IOException {
        try (ZipFile file = new ZipFile(zip)) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
