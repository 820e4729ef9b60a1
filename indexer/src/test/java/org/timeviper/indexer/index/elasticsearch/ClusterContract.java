package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.timeviper.indexer.index.Facets;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneIndexContract;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TemporalExpression.Operand;
import org.timeviper.search.lucene.TimeSpan;

/** What a cluster must do beyond what every index promises: answer as the embedded index does, over several shards. */
@Execution(ExecutionMode.SAME_THREAD)
abstract class ClusterContract extends SceneIndexContract {

    private static final int SHARDS = 3;

    /** More than there are videos: without the plugin, rankings are read video by video. */
    private static final int DEPTH = 100;

    private static final String[] THINGS = {"car", "boat", "man", "dog", "house", "ball"};
    private static final String[] COLOURS = {"red", "blue", "green", "white"};
    private static final String[] ACTIONS = {"walks", "stands", "turns left", "enters", "leaves"};

    @TempDir
    Path folder;

    abstract ElasticsearchNode node();

    @Override
    protected SceneIndex openEmpty() {
        return open("test-" + UUID.randomUUID(), Duration.ofSeconds(20));
    }

    ElasticsearchSceneIndex open(String name, Duration timeout) {
        Settings settings = Settings.of(node().address(), name, SHARDS, timeout);
        return ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, "a model", DIMENSIONS);
    }

    /** One try takes what it can; until when nothing is left, {@link PurgedClusterIT} waits. */
    @Override
    protected void purge(SceneIndex some) {
        try {
            some.purge();
        } catch (IndexUnavailable e) {
            assertTrue(e.getMessage().contains("still keeps"), e::getMessage);
        }
    }

    @Test
    void momentsFacetsAndPagesAreThoseOfTheEmbeddedIndex() {
        Map<String, List<SceneDocument>> library = library(new Random(5));
        try (SceneIndex cluster = openEmpty();
                SceneIndex embedded = LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, "a model", DIMENSIONS)) {
            fill(cluster, library);
            fill(embedded, library);
            assertEquals(embedded.scenesByVideo(), cluster.scenesByVideo());
            int found = 0;
            for (MomentQuery query : queries(new Random(6))) {
                List<FoundMoment<SceneHit>> expected = embedded.moments(query);
                List<FoundMoment<SceneHit>> actual = cluster.moments(query);
                assertEquals(told(expected), told(actual), () -> query.sought() + " " + query.filter());
                assertEquals(evidence(expected), evidence(actual), 0.01);
                found += expected.size();
                for (SoughtScene scene : query.sought().scenes().values()) {
                    SceneQuery one = new SceneQuery(scene.text(), scene.vector(), query.filter());
                    assertEquals(ids(embedded.words(one, DEPTH)), ids(cluster.words(one, DEPTH)), scene::text);
                    assertArrayEquals(
                            cosines(embedded.meaning(one, DEPTH)), cosines(cluster.meaning(one, DEPTH)), 1e-5);
                }
            }
            assertTrue(found > 500, "the queries found only " + found + " moments");
            for (SceneFilter filter : filters(new Random(7))) {
                for (String text : List.of("", "red car", "man without a dog", "zebra")) {
                    Facets facets = embedded.facets(text, filter);
                    assertEquals(facets, cluster.facets(text, filter));
                    assertEquals(walk(embedded, text, filter), walk(cluster, text, filter));
                }
            }
        }
    }

    /** A cluster tells nearness in half the digits, so of two that are as near either may be first. */
    private static double[] cosines(List<ScoredScene> ranking) {
        return ranking.stream().mapToDouble(ScoredScene::cosine).toArray();
    }

    private static List<String> ids(List<ScoredScene> ranking) {
        return ranking.stream().map(scored -> scored.scene().id()).toList();
    }

    static void fill(SceneIndex index, Map<String, List<SceneDocument>> library) {
        try (SceneIndex.Rewriting writing = index.rewrite()) {
            library.forEach(writing::replace);
            writing.complete();
        }
    }

    /** Moments to the last digit that matters: scores are sums of fractions of ranks, so a rank that differs shows. */
    static List<String> told(List<FoundMoment<SceneHit>> moments) {
        return moments.stream()
                .map(moment -> String.format(
                        "%s %.3f–%.3f %.9f %s %s",
                        moment.best().timeline(),
                        moment.start(),
                        moment.end(),
                        moment.score(),
                        moment.hits().stream().map(hit -> told(hit.item())).toList(),
                        moment.covered().stream()
                                .map(hit -> hit.item().scene().id())
                                .toList()))
                .toList();
    }

    /** All evidence added up: a cluster tells nearness in half the digits. */
    static double evidence(List<FoundMoment<SceneHit>> moments) {
        return moments.stream()
                .flatMap(moment -> moment.hits().stream())
                .mapToDouble(hit -> hit.item().evidence().value())
                .sum();
    }

    private static String told(SceneHit hit) {
        return String.format("%s %s %s %b", hit.scene(), hit.scored().matched(), hit.matchedBy(), hit.otherColour());
    }

    private static List<Scene> walk(SceneIndex index, String text, SceneFilter filter) {
        List<Scene> scenes = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ScenePage page = index.page(text, filter, cursor, 70);
            scenes.addAll(page.scenes());
            cursor = page.next();
        } while (cursor.isPresent());
        return scenes;
    }

    static List<MomentQuery> queries(Random random) {
        List<MomentQuery> queries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TemporalExpression first = new Operand(caption(random));
            TemporalExpression second = new Operand(pick(random, THINGS));
            TemporalExpression expression =
                    switch (i % 8) {
                        case 0 -> first.then(second, 10);
                        case 1 -> first.whilst(second);
                        case 2 -> second.notNear(first, 8);
                        case 3 -> first.then(second, 20).within(TimeSpan.ofSeconds(20, 200));
                        case 4 -> second;
                        case 5 -> new Operand("no " + pick(random, THINGS) + " but " + caption(random));
                        default -> first;
                    };
            Map<String, SoughtScene> scenes = expression.operands().stream()
                    .map(Operand::text)
                    .distinct()
                    .collect(Collectors.toMap(
                            text -> text,
                            text -> new SoughtScene(text, meaning(text, random, 0.05), new Chance(0.1, 0.25))));
            SceneFilter filter = i % 3 == 0 ? filters(random).get(random.nextInt(6)) : SceneFilter.NONE;
            queries.add(new MomentQuery(new SoughtMoments(expression, scenes), filter, MomentRanking.USUAL));
        }
        return queries;
    }

    private static List<SceneFilter> filters(Random random) {
        Instant early = Instant.parse("2024-01-03T00:00:00Z");
        Instant late = Instant.parse("2024-01-20T00:00:00Z");
        return List.of(
                SceneFilter.NONE,
                SceneFilter.NONE.in("v" + random.nextInt(25)),
                SceneFilter.NONE.about(Set.of("news", "sport"), Set.of(), Set.of()),
                SceneFilter.NONE.about(Set.of(), Set.of("day", "raw"), Set.of()),
                SceneFilter.NONE.having(Map.of("rights", Set.of("0", "2"))),
                SceneFilter.NONE.about(Set.of(), Set.of(), Set.of("ja")).between(Optional.of(early), Optional.of(late)),
                SceneFilter.NONE
                        .about(Set.of("news"), Set.of(), Set.of())
                        .between(Optional.empty(), Optional.of(late))
                        .lasting(OptionalDouble.of(300), OptionalDouble.of(900)));
    }

    static Map<String, List<SceneDocument>> library(Random random) {
        Map<String, List<SceneDocument>> library = new LinkedHashMap<>();
        for (int v = 0; v < 25; v++) {
            IndexedVideo video = new IndexedVideo(
                    "v" + v,
                    "Film " + v + ".mp4",
                    List.of("news", "sport", "").get(v % 3),
                    v % 2 == 0 ? List.of("day", "raw") : List.of("night"),
                    List.of("en", "ja", "").get(random.nextInt(3)),
                    List.of("rights:" + v % 4),
                    Instant.parse("2024-01-01T10:00:00Z").plus(Duration.ofDays(v)),
                    100 + 50 * v);
            List<SceneDocument> scenes = new ArrayList<>();
            double start = 0;
            for (int s = 0; s < 20 + random.nextInt(20); s++) {
                double end = start + 1 + random.nextInt(12);
                String caption = caption(random);
                scenes.add(new SceneDocument(
                        new Scene(video.id() + "/" + s, video, start, end, "event", caption, 0.9, 5, 125),
                        meaning(caption, random, 0.3)));
                start += random.nextInt(10);
            }
            library.put(video.id(), scenes);
        }
        return library;
    }

    private static String caption(Random random) {
        String thing = "a " + pick(random, COLOURS) + " " + pick(random, THINGS);
        return switch (random.nextInt(4)) {
            case 0 -> thing + " " + pick(random, ACTIONS) + " without a " + pick(random, THINGS);
            case 1 -> thing + " and a " + pick(random, THINGS);
            default -> thing + " " + pick(random, ACTIONS);
        };
    }

    private static String pick(Random random, String[] words) {
        return words[random.nextInt(words.length)];
    }

    /** A vector that is near for texts that share words. */
    private static float[] meaning(String text, Random random, double noise) {
        double[] sum = new double[DIMENSIONS];
        for (String word : text.split(" ")) {
            Random ofWord = new Random(word.hashCode());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += ofWord.nextGaussian() + noise * random.nextGaussian();
            }
        }
        double square = 0;
        for (double d : sum) {
            square += d * d;
        }
        float[] unit = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }
}
