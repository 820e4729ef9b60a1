package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.SearchType;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.query_dsl.ChildScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.nodes.info.NodeInfo;
import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SearchVersion;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TooManyMatches;

/**
 * Lets our plugin search inside the cluster, where all nodes have it in this service's version. Whether they do is looked up now and then, so that a plugin may come and go
 * while the service runs.
 */
final class PluginSearch {

    /** The plugin's name, as its descriptor has it. */
    static final String PLUGIN = "timeviper-search";

    private static final Logger LOG = LoggerFactory.getLogger(PluginSearch.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MOMENTS = "timeviper_moments";

    /** A text to look for that has no words: it only has a meaning. */
    private static final String NO_WORDS = "?";

    /** Rankings do not ask what chance would find. */
    private static final Chance ANY_CHANCE = new Chance(0, 1);

    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(30).toNanos();

    private final ClusterConnection cluster;
    private final Supplier<String> alias;
    private final CaptionAnalyzer analyzer;
    private volatile Look look;

    /**
     * What was seen when the nodes were last looked at.
     *
     * @param absence why the plugin cannot be used; empty if it can
     * @param nanos when that was
     */
    private record Look(Optional<String> absence, long nanos) {}

    PluginSearch(ClusterConnection cluster, Supplier<String> alias, CaptionAnalyzer analyzer) {
        this.cluster = cluster;
        this.alias = alias;
        this.analyzer = analyzer;
    }

    /** @return why the plugin is not used and what that means, for an operator; empty if it is used */
    Optional<String> absence() {
        Look known = look;
        if (known == null || System.nanoTime() - known.nanos() > LOOK_AGAIN_NANOS) {
            known = new Look(lookAtNodes(), System.nanoTime());
            tell(look, known);
            look = known;
        }
        return known.absence();
    }

    private static void tell(Look before, Look now) {
        if (before == null || !before.absence().equals(now.absence())) {
            now.absence().ifPresentOrElse(LOG::warn, () -> LOG.info("The cluster's nodes have our plugin."));
        }
    }

    private Optional<String> lookAtNodes() {
        List<String> without = new ArrayList<>();
        try {
            for (NodeInfo node : cluster.send(
                            "name its plugins", client -> client.nodes().info(info -> info.metric("plugins")))
                    .nodes()
                    .values()) {
                boolean has = node.plugins().stream()
                        .anyMatch(plugin ->
                                plugin.name().equals(PLUGIN) && plugin.version().equals(SearchVersion.current()));
                if (!has) {
                    without.add(node.name());
                }
            }
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) == 403) {
                return Optional.of(
                        "Whether the cluster has the plugin " + PLUGIN
                                + " cannot be seen without the privilege to monitor it, so results are merged in this service, which is slower.");
            }
            throw e;
        }
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "The plugin " + PLUGIN + " " + SearchVersion.current() + " is missing on "
                                + String.join(", ", without)
                                + ", so results are merged in this service: the same answers, more slowly. Install it on every node.");
    }

    /**
     * Finds moments.
     *
     * @return empty if the plugin cannot be used
     * @throws TooManyMatches if what is looked for holds at more places of a shard than can be ranked
     */
    Optional<List<FoundMoment<SceneHit>>> moments(MomentQuery query) {
        return found(query, Optional.empty()).map(MomentsJson::read);
    }

    /**
     * Finds scenes by words or by meaning alone.
     *
     * @param ranking {@code words} or {@code meaning}
     * @return best first; empty if the plugin cannot be used
     */
    Optional<List<ScoredScene>> ranking(String ranking, SceneQuery query, int limit) {
        SoughtScene sought =
                new SoughtScene(query.text().isBlank() ? NO_WORDS : query.text(), query.vector(), ANY_CHANCE);
        MomentQuery wanted =
                new MomentQuery(SoughtMoments.of(sought), query.filter(), MomentRanking.USUAL.withDepth(limit));
        return found(wanted, Optional.of(ranking)).map(found -> MomentsJson.ranking(found, ranking));
    }

    private Optional<JsonObject> found(MomentQuery query, Optional<String> unfused) {
        if (absence().isPresent()) {
            return Optional.empty();
        }
        try {
            SearchRequest request = request(query, unfused);
            SearchResponse<Void> response = cluster.send("search", client -> client.search(request, Void.class));
            Aggregate found = response.aggregations().get(MOMENTS);
            if (response.timedOut() || found == null) {
                throw new IndexUnavailable(
                        cluster.home() + " cannot search: it did not finish in time. It is overloaded.", null);
            }
            return Optional.of(found._custom().toJson().asJsonObject());
        } catch (IndexUnavailable e) {
            Optional<String> tooMany =
                    ClusterConnection.reasons(e).filter(TooManyMatches::tells).findFirst();
            if (tooMany.isPresent()) {
                throw TooManyMatches.told(tooMany.get());
            }
            if (ClusterConnection.status(e) == 400 && e.getMessage().contains(MOMENTS)) {
                look = null; // a node without the plugin has joined since it was last looked for
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The request's own query finds everything; the words in it are there to be counted over all shards. The same search goes to the same copies of shards, which count what is
     * deleted each in its own way: the pages of a listing must not depend on whom they come from.
     */
    private SearchRequest request(MomentQuery query, Optional<String> unfused) {
        List<Query> counted = new ArrayList<>();
        counted.add(Query.of(any -> any.matchAll(all -> all)));
        for (SoughtScene scene : query.sought().scenes().values()) {
            CaptionQuery words = CaptionQuery.parse(scene.text(), analyzer);
            if (!words.onlyCommonWords()) {
                counted.add(Query.of(any -> any.nested(nested ->
                        nested.path(SceneDsl.PATH).scoreMode(ChildScoreMode.Max).query(SceneDsl.words(words)))));
            }
        }
        return SearchRequest.of(search -> search.index(alias.get())
                .searchType(SearchType.DfsQueryThenFetch)
                .allowPartialSearchResults(false)
                .preference("sought-" + query.sought().scenes().keySet().hashCode())
                .trackTotalHits(total -> total.enabled(false))
                .size(0)
                .timeout(cluster.timeout())
                .query(any -> any.bool(bool -> bool.should(counted)))
                .aggregations(MOMENTS, moments -> moments._custom(MOMENTS, body(query, unfused))));
    }

    private Map<String, Object> body(MomentQuery query, Optional<String> unfused) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("path", SceneDsl.PATH);
        body.put("language", analyzer.language().code());
        body.put("size", MomentRanking.MAX_DEPTH);
        body.put("sought", expression(query.sought().expression()));
        Map<String, Object> scenes = new LinkedHashMap<>();
        query.sought().scenes().forEach((text, scene) -> scenes.put(text, scene(scene)));
        body.put("scenes", scenes);
        List<Query> filter = SceneDsl.filter(query.filter());
        if (!filter.isEmpty()) {
            body.put("filter", json(Query.of(all -> all.bool(bool -> bool.filter(filter)))));
        }
        body.put("ranking", ranking(query.ranking()));
        unfused.ifPresent(ranking -> body.put("unfused", List.of(ranking)));
        return body;
    }

    /** A query as plain names and values, which is what the rest of the body is made of. */
    private static JsonNode json(Query query) {
        try {
            return JSON.readTree(JsonpUtils.toJsonString(query, new JacksonJsonpMapper(JSON)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A query cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> scene(SoughtScene scene) {
        return Map.of(
                "vector",
                scene.vector(),
                "chance",
                Map.of(
                        "mean", scene.chance().mean(),
                        "deviation", scene.chance().deviation()));
    }

    private static Map<String, Object> ranking(MomentRanking ranking) {
        return Map.of(
                "depth", ranking.depth(),
                "min_coverage", ranking.minCoverage(),
                "rank_constant", ranking.fusion().k(),
                "gap_seconds", ranking.merging().gapSeconds(),
                "likeness", ranking.merging().likeness(),
                "max_seconds", ranking.merging().maxSeconds(),
                "overlap", ranking.merging().overlap());
    }

    private static Map<String, Object> expression(TemporalExpression expression) {
        return switch (expression) {
            case TemporalExpression.Operand(String text) -> Map.of("words", text);
            case TemporalExpression.Then(var first, var second, double within) ->
                Map.of(
                        "then",
                        Map.of("first", expression(first), "second", expression(second), "within_seconds", within));
            case TemporalExpression.While(var first, var second) ->
                Map.of("while", Map.of("first", expression(first), "second", expression(second)));
            case TemporalExpression.Near(var first, var second, double within) ->
                Map.of(
                        "near",
                        Map.of("first", expression(first), "second", expression(second), "within_seconds", within));
            case TemporalExpression.NotNear(var wanted, var unwanted, double within) ->
                Map.of(
                        "not_near",
                        Map.of(
                                "wanted",
                                expression(wanted),
                                "unwanted",
                                expression(unwanted),
                                "within_seconds",
                                within));
            case TemporalExpression.Within(var of, var limits) ->
                Map.of("within", Map.of("of", expression(of), "from", limits.start(), "to", limits.end()));
        };
    }
}
