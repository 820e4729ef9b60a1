package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.SearchType;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.FiltersBucket;
import co.elastic.clients.elasticsearch._types.aggregations.NestedAggregate;
import co.elastic.clients.elasticsearch._types.query_dsl.ChildScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.search.lucene.Candidates;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionMatches;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.WordRarity;

/**
 * Searches with nothing but what every cluster has, and does here what our plugin would do there: the best videos of a query with their best scenes come over, and are
 * put in order in this process. The same answers, for more work and more bytes.
 */
final class PlainSearch {

    /** The deepest the cluster looks for neighbours. */
    private static final int MAX_NEIGHBOURS = 10_000;

    /** How many neighbours the vector graph is asked for at least. */
    private static final int MIN_NEIGHBOURS = 100;

    private static final float OVERSAMPLING = 1.5f;
    private static final String SCENES = "scenes";
    private static final String HOLDING = "holding";

    private final ClusterConnection cluster;
    private final Supplier<String> alias;
    private final CaptionAnalyzer analyzer;

    PlainSearch(ClusterConnection cluster, Supplier<String> alias, CaptionAnalyzer analyzer) {
        this.cluster = cluster;
        this.alias = alias;
        this.analyzer = analyzer;
    }

    Candidates candidates(SoughtScene sought, SceneFilter filter, int depth) {
        CaptionQuery query = CaptionQuery.parse(sought.text(), analyzer);
        float[] vector = sought.vector();
        CaptionMatches matches = new CaptionMatches(query, rarity(query), analyzer);
        return new Candidates(
                words(query, vector, filter, depth, matches), meaning(query, vector, filter, depth, matches));
    }

    List<ScoredScene> words(CaptionQuery query, float[] vector, SceneFilter filter, int limit) {
        return words(query, vector, filter, limit, new CaptionMatches(query, rarity(query), analyzer));
    }

    List<ScoredScene> meaning(CaptionQuery query, float[] vector, SceneFilter filter, int limit) {
        return meaning(query, vector, filter, limit, new CaptionMatches(query, rarity(query), analyzer));
    }

    private List<ScoredScene> words(
            CaptionQuery query, float[] vector, SceneFilter filter, int limit, CaptionMatches matches) {
        if (query.onlyCommonWords()) {
            return List.of();
        }
        Query scenes = Query.of(
                both -> both.bool(bool -> bool.must(SceneDsl.words(query)).filter(SceneDsl.filter(filter))));
        SearchResponse<Void> response = search(request(limit, vector)
                .searchType(SearchType.DfsQueryThenFetch)
                .query(videos -> videos.nested(nested -> nested.path(SceneDsl.PATH)
                        .scoreMode(ChildScoreMode.Max)
                        .query(scenes)
                        .innerHits(SceneHits.wanted(limit).build())))
                .build());
        Map<Scene, Double> scores = new LinkedHashMap<>();
        SceneHits.forEach(response, (hit, score) -> scores.put(SceneHits.read(hit), score));
        Map<String, Double> cosines =
                cosines(scores.keySet().stream().map(Scene::id).toList(), vector);
        List<ScoredScene> found = new ArrayList<>();
        scores.forEach((scene, score) -> found.add(scored(scene, score, cosines.get(scene.id()), matches)));
        return best(found, limit);
    }

    private List<ScoredScene> meaning(
            CaptionQuery query, float[] vector, SceneFilter filter, int limit, CaptionMatches matches) {
        List<Query> allowed = new ArrayList<>(SceneDsl.filter(filter));
        SceneDsl.contradictions(query)
                .ifPresent(opposite -> allowed.add(Query.of(scenes ->
                        scenes.bool(bool -> bool.filter(SceneDsl.everyScene()).mustNot(opposite)))));
        SearchResponse<Void> response = search(request(limit, vector)
                .knn(nearest -> nearest.field(SceneDsl.SCHEMA.vector())
                        .queryVector(floats(vector))
                        .k(limit)
                        .numCandidates(Math.clamp(2L * limit, MIN_NEIGHBOURS, MAX_NEIGHBOURS))
                        .rescoreVector(exact -> exact.oversample(OVERSAMPLING))
                        .filter(allowed)
                        .innerHits(SceneHits.wanted(limit).build()))
                .build());
        List<ScoredScene> found = new ArrayList<>();
        SceneHits.forEach(
                response,
                (hit, score) -> found.add(scored(SceneHits.read(hit), cosine(score), cosine(score), matches)));
        return best(found, limit);
    }

    private static List<ScoredScene> best(List<ScoredScene> found, int limit) {
        return found.stream().sorted(ScoredScene.BEST_FIRST).limit(limit).toList();
    }

    private static ScoredScene scored(Scene scene, double score, double cosine, CaptionMatches matches) {
        CaptionMatches.Match match = matches.in(scene);
        return new ScoredScene(scene, score, cosine, match.words(), match.coverage(), match.absence());
    }

    /** How near some scenes are in meaning: a search for neighbours among nothing but them. */
    private Map<String, Double> cosines(List<String> scenes, float[] vector) {
        Map<String, Double> cosines = new HashMap<>();
        if (scenes.isEmpty()) {
            return cosines;
        }
        SearchResponse<Void> response = search(request(scenes.size(), vector)
                .knn(nearest -> nearest.field(SceneDsl.SCHEMA.vector())
                        .queryVector(floats(vector))
                        .k(scenes.size())
                        .numCandidates(Math.max(scenes.size(), MIN_NEIGHBOURS))
                        .rescoreVector(exact -> exact.oversample(OVERSAMPLING))
                        .filter(SceneDsl.oneOf(SceneDsl.SCHEMA.id(), scenes))
                        .innerHits(SceneHits.identities(scenes.size()).build()))
                .build());
        SceneHits.forEach(response, (hit, score) -> cosines.put(SceneHits.id(hit), cosine(score)));
        return cosines;
    }

    private WordRarity rarity(CaptionQuery query) {
        if (query.wanted().isEmpty()) {
            return new WordRarity(0, Map.of());
        }
        Map<String, Query> holding = new LinkedHashMap<>();
        for (CaptionQuery.Word word : query.wanted()) {
            holding.put(word.term(), SceneDsl.term(word.term()));
        }
        SearchResponse<Void> response = search(new SearchRequest.Builder()
                .index(alias.get())
                .allowPartialSearchResults(false)
                .size(0)
                .aggregations(SCENES, Aggregation.of(scenes -> scenes.nested(path -> path.path(SceneDsl.PATH))
                        .aggregations(HOLDING, each -> each.filters(words -> words.filters(by -> by.keyed(holding))))))
                .build());
        NestedAggregate scenes = response.aggregations().get(SCENES).nested();
        Map<String, Long> held = new HashMap<>();
        Map<String, FiltersBucket> buckets =
                scenes.aggregations().get(HOLDING).filters().buckets().keyed();
        buckets.forEach((term, bucket) -> {
            if (bucket.docCount() > 0) {
                held.put(term, bucket.docCount());
            }
        });
        return new WordRarity(scenes.docCount(), held);
    }

    /**
     * The same search goes to the same copies of shards, whose scores and neighbours differ a little from those of other copies: the pages of a listing must not depend on whom
     * they come from.
     */
    private SearchRequest.Builder request(int videos, float[] sought) {
        return new SearchRequest.Builder()
                .index(alias.get())
                .allowPartialSearchResults(false)
                .preference("sought-" + Arrays.hashCode(sought))
                .trackTotalHits(total -> total.enabled(false))
                .source(source -> source.fetch(false))
                .size(videos);
    }

    private SearchResponse<Void> search(SearchRequest request) {
        return cluster.send("search", client -> client.search(request, Void.class));
    }

    private static List<Float> floats(float[] vector) {
        List<Float> floats = new ArrayList<>(vector.length);
        for (float number : vector) {
            floats.add(number);
        }
        return floats;
    }

    /** The cluster's score of a dot product of unit vectors is {@code (1 + cosine) / 2}. */
    private static double cosine(double score) {
        return 2 * score - 1;
    }
}
