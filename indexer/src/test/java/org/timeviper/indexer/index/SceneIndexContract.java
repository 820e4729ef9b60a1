package org.timeviper.indexer.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.VideoConditions;
import org.timeviper.search.lucene.Chance;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.CompletionTerms.Kind;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.ScoredScene;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;

/** What every home of the search index promises; each inherits this test. */
public abstract class SceneIndexContract {

    /** Length of the vectors of the tests: the searches are the same for any length. */
    protected static final int DIMENSIONS = 8;

    private static final String[] WORDS = {
        "red", "blue", "car", "boat", "man", "dog", "street", "sea", "walks", "stands", "left", "hat"
    };

    private SceneIndex index;

    /** @return an index for vectors of {@link #DIMENSIONS} numbers that holds nothing */
    protected abstract SceneIndex openEmpty();

    @BeforeEach
    void open() {
        index = openEmpty();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void anEmptyIndexFindsNothing() {
        assertEquals(0, index.size());
        assertEquals(Map.of(), index.scenesByVideo());
        assertEquals(List.of(), index.words(query("a red car"), 10));
        assertEquals(List.of(), index.meaning(query("a red car"), 10));
    }

    @Test
    void aSceneComesBackAsItWentIn() {
        IndexedVideo video = new IndexedVideo(
                "v1",
                "Film Ärger.mp4",
                "news",
                List.of("sport", "football"),
                "ja",
                List.of("rights:owned", "series:夜のニュース: 1"),
                Instant.parse("2024-05-06T07:08:09.123Z"),
                3600.5);
        Scene scene = new Scene("s1", video, 1.25, 7.5, "event", "A red car passes", 0.75, 12, 400);
        index.replace("v1", List.of(new SceneDocument(scene, unit(new Random(1)))));
        assertEquals(scene, index.words(query("red car"), 10).getFirst().scene());
        assertEquals(scene, index.meaning(query("red car"), 10).getFirst().scene());
        assertEquals(
                List.of(scene),
                index.page("", SceneFilter.NONE, Optional.empty(), 10).scenes());
    }

    @Test
    void replacingAVideoLeavesNothingOfWhatItWas() {
        index.replace("v1", List.of(scene("a", "v1", "a red car"), scene("b", "v1", "a blue boat")));
        index.replace("v2", List.of(scene("c", "v2", "a red boat")));
        index.replace("v1", List.of(scene("d", "v1", "a dog")));
        assertEquals(List.of("c"), ids(index.words(query("red boat"), 10)));
        assertEquals(List.of("d"), ids(index.words(query("dog"), 10)));
        assertEquals(Map.of("v1", 1L, "v2", 1L), index.scenesByVideo());
        assertEquals(2, index.size());
    }

    /** Purges an index until nothing of what was deleted is left. */
    protected void purge(SceneIndex some) {
        some.purge();
    }

    @Test
    void purgingTakesOnlyWhatIsDeleted() {
        index.replace("v1", List.of(scene("a", "v1", "a red car"), scene("b", "v1", "a blue boat")));
        index.replace("v2", List.of(scene("c", "v2", "a red boat")));
        index.delete("v2");
        purge(index);
        purge(index);
        assertEquals(Map.of("v1", 2L), index.scenesByVideo());
        assertEquals(List.of("a"), ids(index.words(query("red car"), 10)));
    }

    @Test
    void aDeletedVideoIsGoneAndAnUnknownOneNoMatter() {
        index.replace("v1", List.of(scene("a", "v1", "a red car")));
        index.delete("v2");
        assertEquals(1, index.size());
        index.delete("v1");
        assertEquals(0, index.size());
        assertEquals(List.of(), index.meaning(query("a red car"), 10));
    }

    @Test
    void whatChangesDuringARewritingIsNewerAndStays() {
        index.replace("v1", List.of(scene("a", "v1", "a red car")));
        index.replace("v2", List.of(scene("b", "v2", "a red car")));
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            index.replace("v1", List.of(scene("c", "v1", "a red boat"), scene("d", "v1", "a red dog")));
            index.delete("v2");
            anew.replace("v1", List.of(scene("a", "v1", "a red car")));
            anew.replace("v2", List.of(scene("b", "v2", "a red car")));
            anew.replace("v3", List.of(scene("e", "v3", "a red house")));
            anew.complete();
        }
        assertEquals(List.of("c", "d", "e"), sorted(index.words(query("red"), 10)));
        assertEquals(Optional.empty(), index.staleness());
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            anew.replace("v2", List.of(scene("b", "v2", "a red car")));
            anew.complete();
        }
        assertTrue(ids(index.words(query("red"), 10)).contains("b"));
    }

    @Test
    void clearingLeavesNothing() {
        index.replace("v1", List.of(scene("a", "v1", "a red car")));
        index.clear();
        assertEquals(0, index.size());
        index.replace("v1", List.of(scene("a", "v1", "a red car")));
        assertEquals(1, index.size());
    }

    @Test
    void aSearchInOneVideoStaysInIt() {
        index.replace("v1", List.of(scene("a", "v1", "a red car")));
        index.replace("v2", List.of(scene("b", "v2", "a red car")));
        assertEquals(List.of("b"), ids(index.words(query("red car").in("v2"), 10)));
        assertEquals(List.of("b"), ids(index.meaning(query("red car").in("v2"), 10)));
        assertEquals(List.of(), index.meaning(query("red car").in("v3"), 10));
    }

    @Test
    void whatSaysTheOppositeAnswersNeitherByWordsNorByMeaning() {
        index.replace(
                "v1",
                List.of(
                        scene("with", "v1", "a man with a hat"),
                        scene("without", "v1", "a man without a hat"),
                        scene("else", "v1", "a man and a dog")));
        assertEquals(List.of("else", "with"), sorted(index.words(query("a man with a hat"), 10)));
        assertEquals(List.of("else", "with"), sorted(index.meaning(query("a man with a hat"), 10)));
        assertEquals(List.of("else", "without"), sorted(index.words(query("man without a hat"), 10)));
        assertEquals(List.of("else", "without"), sorted(index.meaning(query("man without a hat"), 10)));
    }

    @Test
    void hitsSayWhichWordsTheyHold() {
        index.replace("v1", List.of(scene("a", "v1", "Two red cars"), scene("b", "v1", "a dog walks")));
        ScoredScene hit =
                index.words(query("the red car and an elephant walking"), 10).getFirst();
        assertEquals("a", hit.scene().id());
        assertEquals(List.of("red", "car"), hit.matched());
        assertTrue(hit.coverage() > 0.2 && hit.coverage() < 0.6, () -> "coverage " + hit.coverage());
        assertTrue(hit.absence() > 0 && hit.absence() < 0.4, () -> "absence " + hit.absence());
        ScoredScene near = index.meaning(query("red car"), 10).stream()
                .filter(found -> found.scene().id().equals("a"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("red", "car"), near.matched());
        assertEquals(1, near.coverage(), 1e-9);
    }

    @Test
    void onlyCommonWordsFindNothingByWords() {
        index.replace("v1", List.of(scene("a", "v1", "the man of the sea")));
        assertEquals(List.of(), index.words(query("the of and"), 10));
        assertEquals(List.of(), index.words(query("?!"), 10));
    }

    @Test
    void nearestByMeaningIsWhatCountingSays() {
        Random random = new Random(7);
        List<SceneDocument> all = new ArrayList<>();
        Map<String, float[]> vectors = new HashMap<>();
        for (int v = 0; v < 10; v++) {
            List<SceneDocument> scenes = new ArrayList<>();
            for (int s = 0; s < 50; s++) {
                scenes.add(scene("v" + v + "-" + s, "v" + v, words(random), unit(random)));
            }
            index.replace("v" + v, scenes);
            all.addAll(scenes);
            scenes.forEach(scene -> vectors.put(scene.scene().id(), scene.vector()));
        }
        for (int i = 0; i < 20; i++) {
            float[] wanted = unit(random);
            List<String> expected = all.stream()
                    .sorted(Comparator.comparingDouble((SceneDocument scene) -> -dot(wanted, scene.vector())))
                    .limit(10)
                    .map(scene -> scene.scene().id())
                    .toList();
            List<ScoredScene> found = index.meaning(new SceneQuery("zebra", wanted, SceneFilter.NONE), 10);
            assertEquals(expected, ids(found));
            for (ScoredScene hit : found) {
                assertEquals(dot(wanted, vectors.get(hit.scene().id())), hit.score(), 1e-5);
                assertEquals(hit.score(), hit.cosine());
            }
        }
    }

    @Test
    void wordsFindWhatReadingEveryCaptionFinds() {
        Random random = new Random(11);
        List<SceneDocument> scenes = new ArrayList<>();
        for (int s = 0; s < 200; s++) {
            scenes.add(scene("s" + s, "v", words(random), unit(random)));
        }
        index.replace("v", scenes);
        for (String word : WORDS) {
            List<String> expected = scenes.stream()
                    .filter(scene -> List.of(scene.scene().caption().split(" ")).contains(word))
                    .map(scene -> scene.scene().id())
                    .sorted()
                    .toList();
            assertEquals(expected, sorted(index.words(query(word), 1000)), word);
        }
    }

    @Test
    void scenesThatDoNotFitAreRefused() {
        SceneDocument other = scene("a", "v2", "a car");
        assertThrows(IllegalArgumentException.class, () -> index.replace("v1", List.of(other)));
        SceneDocument tooShort = scene("a", "v1", "a car", new float[] {1});
        assertThrows(IllegalArgumentException.class, () -> index.replace("v1", List.of(tooShort)));
        SceneDocument tooLong = scene("a", "v1", "a car", new float[] {1, 1, 0, 0, 0, 0, 0, 0});
        assertThrows(IllegalArgumentException.class, () -> index.replace("v1", List.of(tooLong)));
        assertThrows(IllegalArgumentException.class, () -> scene(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> scene(2, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> index.meaning(new SceneQuery("a car", new float[] {1}, SceneFilter.NONE), 10));
        assertEquals(0, index.size());
    }

    @Test
    void searchesBesideAReplacementSeeAllOrNothingOfIt() throws Exception {
        index.replace("v", generation(0));
        AtomicBoolean writing = new AtomicBoolean(true);
        Callable<Integer> search = () -> {
            int searches = 0;
            while (writing.get() || searches == 0) {
                List<ScoredScene> found = index.words(query("generation"), 100);
                assertEquals(5, found.size());
                assertEquals(
                        1,
                        found.stream()
                                .map(hit -> hit.scene().caption())
                                .distinct()
                                .count());
                searches++;
            }
            return searches;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = List.of(threads.submit(search), threads.submit(search));
            for (int g = 1; g <= 15; g++) {
                index.replace("v", generation(g));
            }
            writing.set(false);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0);
            }
        }
    }

    // ---- filters

    @Test
    void aFilterLetsOneOfItsCollectionsThroughAndOneOfItsLanguages() {
        publishEach(
                facet("a", "news", "en"), facet("b", "sport", "ja"), facet("c", "", ""), facet("d", "News", "en-GB"));
        assertEquals(Set.of("a"), videos(SceneFilter.NONE.about(Set.of("news"), Set.of(), Set.of())));
        assertEquals(Set.of("a", "b"), videos(SceneFilter.NONE.about(Set.of("news", "sport"), Set.of(), Set.of())));
        assertEquals(Set.of(), videos(SceneFilter.NONE.about(Set.of("none"), Set.of(), Set.of())));
        assertEquals(Set.of("a"), videos(SceneFilter.NONE.about(Set.of(), Set.of(), Set.of("en"))));
        assertEquals(Set.of("b", "d"), videos(SceneFilter.NONE.about(Set.of(), Set.of(), Set.of("ja", "en-GB", "fr"))));
        assertEquals(Set.of(), videos(SceneFilter.NONE.about(Set.of("news"), Set.of(), Set.of("ja"))));
    }

    @Test
    void aFilterLetsThroughWhatHasAllOfItsTags() {
        publishEach(tagged("a", "x", "y", "z"), tagged("b", "x"), tagged("c"), tagged("d", "X", "a tag, サッカー"));
        assertEquals(Set.of("a", "b"), videos(SceneFilter.NONE.about(Set.of(), Set.of("x"), Set.of())));
        assertEquals(Set.of("a"), videos(SceneFilter.NONE.about(Set.of(), Set.of("x", "z"), Set.of())));
        assertEquals(Set.of(), videos(SceneFilter.NONE.about(Set.of(), Set.of("x", "X"), Set.of())));
        assertEquals(Set.of("d"), videos(SceneFilter.NONE.about(Set.of(), Set.of("a tag, サッカー"), Set.of())));
        assertEquals(Set.of(), videos(SceneFilter.NONE.about(Set.of(), Set.of("a"), Set.of())));
    }

    @Test
    void aFilterLetsThroughWhatHasOneOfTheValuesOfEachOfItsKeys() {
        String summary = "字".repeat(1000);
        publishEach(
                known("a", Map.of("rights", "owned", "series", "News", "summary", summary + "a")),
                known("b", Map.of("rights", "licensed", "series", "News", "summary", summary + "b")),
                known("c", Map.of("rights", "owned:not", "Rights", "owned")),
                known("d", Map.of()));
        assertEquals(Set.of("a"), videos(having("rights", "owned")));
        assertEquals(Set.of("a", "b"), videos(having("rights", "owned", "licensed", "none")));
        assertEquals(Set.of("c"), videos(having("rights", "owned:not")));
        assertEquals(Set.of("a", "b"), videos(having("series", "News")));
        assertEquals(Set.of(), videos(having("series", "news")));
        assertEquals(Set.of("b"), videos(having("summary", summary + "b")));
        assertEquals(Set.of(), videos(having("summary", summary)));
        assertEquals(Set.of(), videos(having("tags", "owned")));
        assertEquals(
                Set.of("b"),
                videos(SceneFilter.NONE.having(
                        Map.of("rights", Set.of("licensed", "owned:not"), "series", Set.of("News")))));
        index.replace("a", List.of(scene(known("a", Map.of("rights", "sold")), 0, 0, 5, "a red car")));
        assertEquals(Set.of(), videos(having("rights", "owned")));
        assertEquals(Set.of("a"), videos(having("rights", "sold")));
    }

    private static SceneFilter having(String key, String... values) {
        return SceneFilter.NONE.having(Map.of(key, Set.of(values)));
    }

    @Test
    void aFilterCountsFromATimeOnAndUpToBeforeATime() {
        Instant noon = Instant.parse("2026-05-01T12:00:00Z");
        publishEach(came("before", noon.minusMillis(1)), came("at", noon), came("after", noon.plusMillis(1)));
        assertEquals(Set.of("at", "after"), videos(SceneFilter.NONE.between(Optional.of(noon), Optional.empty())));
        assertEquals(Set.of("before"), videos(SceneFilter.NONE.between(Optional.empty(), Optional.of(noon))));
        assertEquals(
                Set.of("at"), videos(SceneFilter.NONE.between(Optional.of(noon), Optional.of(noon.plusMillis(1)))));
        assertEquals(Set.of(), videos(SceneFilter.NONE.between(Optional.of(noon), Optional.of(noon))));
    }

    @Test
    void aFilterTakesTheShortestAndTheLongestDurationIn() {
        publishEach(lasting("a", 0), lasting("b", 59.96), lasting("c", 60), lasting("d", 7200.25));
        assertEquals(Set.of("c", "d"), videos(SceneFilter.NONE.lasting(OptionalDouble.of(60), OptionalDouble.empty())));
        assertEquals(
                Set.of("a", "b", "c"), videos(SceneFilter.NONE.lasting(OptionalDouble.empty(), OptionalDouble.of(60))));
        assertEquals(Set.of("c"), videos(SceneFilter.NONE.lasting(OptionalDouble.of(60), OptionalDouble.of(60))));
        assertEquals(Set.of("d"), videos(SceneFilter.NONE.lasting(OptionalDouble.of(7200.25), OptionalDouble.of(1e9))));
        assertEquals(Set.of("a"), videos(SceneFilter.NONE.lasting(OptionalDouble.of(0), OptionalDouble.of(0))));
    }

    @Test
    void scenesOfWhichTheModelIsLessSureAreLeftOutAndTheVideosOthersStay() {
        IndexedVideo video = video("v1");
        List<SceneDocument> scenes = IntStream.rangeClosed(0, 10)
                .mapToObj(i -> new SceneDocument(
                        new Scene("v1/" + i, video, i, i + 1, "event", "a red car", i / 10.0, 1, 25),
                        unit(new Random(i))))
                .toList();
        index.replace("v1", scenes);
        for (int least : new int[] {0, 3, 10}) {
            Set<String> expected =
                    IntStream.rangeClosed(least, 10).mapToObj(i -> "v1/" + i).collect(Collectors.toSet());
            SceneQuery query = new SceneQuery(
                    "red car", unit(new Random(5)), SceneFilter.NONE.sure(OptionalDouble.of(least / 10.0)));
            assertEquals(expected, Set.copyOf(ids(index.words(query, 100))));
            assertEquals(expected, Set.copyOf(ids(index.meaning(query, 100))));
            assertEquals(expected, Set.copyOf(walk("", SceneFilter.NONE.sure(OptionalDouble.of(least / 10.0)), 4)));
        }
        index.replace("v1", scenes.subList(0, 5));
        assertEquals(
                0,
                index.facets("", SceneFilter.NONE.sure(OptionalDouble.of(0.5))).videos());
        assertEquals(
                1,
                index.facets("", SceneFilter.NONE.sure(OptionalDouble.of(0.4))).videos());
    }

    @Test
    void everyWayToLookTakesTheFilterThatReadingEveryVideoTakes() {
        Random random = new Random(23);
        List<SceneDocument> all = publishAtRandom(random, 30, 2);
        for (int i = 0; i < 60; i++) {
            SceneFilter filter = atRandom(random);
            List<Scene> passing = all.stream()
                    .map(SceneDocument::scene)
                    .filter(scene -> passes(scene, filter))
                    .toList();
            Set<String> expected = passing.stream().map(Scene::id).collect(Collectors.toSet());
            Set<String> expectedVideos =
                    passing.stream().map(scene -> scene.video().id()).collect(Collectors.toSet());
            SceneQuery query = new SceneQuery("everywhere", unit(random), filter);
            assertEquals(expected, Set.copyOf(ids(index.words(query, 100))), filter::toString);
            assertEquals(expected, Set.copyOf(ids(index.meaning(query, 100))), filter::toString);
            assertEquals(expected, Set.copyOf(walk("everywhere", filter, 100)), filter::toString);
            assertEquals(
                    expectedVideos.size(), index.facets("everywhere", filter).videos(), filter::toString);
            SoughtMoments sought = SoughtMoments.of(new SoughtScene("everywhere", query.vector(), new Chance(0, 0.1)));
            Set<String> moments = index.moments(new MomentQuery(sought, filter, MomentRanking.USUAL)).stream()
                    .map(moment -> moment.best().item().scene().video().id())
                    .collect(Collectors.toSet());
            assertTrue(expectedVideos.containsAll(moments), filter::toString);
            assertEquals(expectedVideos.isEmpty(), moments.isEmpty(), filter::toString);
        }
    }

    // ---- facets

    @Test
    void facetsCountVideosNotScenesTheMostFrequentFirstAndEqualOnesByName() {
        index.replace(
                "a",
                List.of(
                        scene(facet("a", "news", "en", "x", "y"), 0, 0, 5, "a red car"),
                        scene(facet("a", "news", "en", "x", "y"), 1, 5, 9, "a red car")));
        index.replace(
                "b",
                List.of(
                        scene(facet("b", "news", "ja", "x", "z"), 0, 0, 5, "a red boat"),
                        scene(facet("b", "news", "ja", "x", "z"), 1, 5, 9, "a blue car")));
        index.replace("c", List.of(scene(facet("c", "art", ""), 0, 0, 5, "a red car")));
        index.replace("d", List.of(scene(facet("d", "", "en", "a"), 0, 0, 5, "a man without a car")));
        assertEquals(
                new Facets(
                        4,
                        List.of(new Facets.Count("news", 2), new Facets.Count("art", 1)),
                        List.of(
                                new Facets.Count("x", 2),
                                new Facets.Count("a", 1),
                                new Facets.Count("y", 1),
                                new Facets.Count("z", 1)),
                        List.of(new Facets.Count("en", 2), new Facets.Count("ja", 1))),
                index.facets("", SceneFilter.NONE));
        assertEquals(index.facets("", SceneFilter.NONE), index.facets("the of ?!", SceneFilter.NONE));
        assertEquals(
                new Facets(
                        2,
                        List.of(new Facets.Count("art", 1), new Facets.Count("news", 1)),
                        List.of(new Facets.Count("x", 1), new Facets.Count("y", 1)),
                        List.of(new Facets.Count("en", 1))),
                index.facets("red cars", SceneFilter.NONE),
                "all words in one caption");
        assertEquals(
                new Facets(
                        1,
                        List.of(new Facets.Count("news", 1)),
                        List.of(new Facets.Count("x", 1), new Facets.Count("z", 1)),
                        List.of(new Facets.Count("ja", 1))),
                index.facets("car", SceneFilter.NONE.about(Set.of(), Set.of(), Set.of("ja"))));
        assertEquals(new Facets(0, List.of(), List.of(), List.of()), index.facets("zebra", SceneFilter.NONE));
    }

    @Test
    void ofManyValuesTheFirstAreToldAndEqualOnesAreCutByName() {
        for (int v = 0; v < 3; v++) {
            int video = v;
            String[] tags = IntStream.range(0, 70)
                    .filter(tag -> video == 0 || tag % 7 == video)
                    .mapToObj(tag -> String.format("t%02d", tag))
                    .toArray(String[]::new);
            publishEach(tagged("v" + v, tags));
        }
        List<Facets.Count> expected = IntStream.range(0, 70)
                .mapToObj(tag -> new Facets.Count(String.format("t%02d", tag), tag % 7 == 1 || tag % 7 == 2 ? 2 : 1))
                .sorted(Comparator.comparingLong(Facets.Count::videos)
                        .reversed()
                        .thenComparing(Facets.Count::value))
                .limit(Facets.MOST_VALUES)
                .toList();
        assertEquals(expected, index.facets("", SceneFilter.NONE).tags());
    }

    @Test
    void facetsFollowWhatIsReplacedAndDeleted() {
        publishEach(tagged("a", "x"), tagged("b", "x"));
        publishEach(tagged("a", "y"));
        index.delete("b");
        Facets facets = index.facets("", SceneFilter.NONE);
        assertEquals(1, facets.videos());
        assertEquals(List.of(new Facets.Count("y", 1)), facets.tags());
    }

    // ---- completions

    @Test
    void completionsCountVideosAndFollowWhatIsReplacedAndDeleted() {
        index.replace(
                "a",
                List.of(
                        scene(facet("a", "", "", "Sea view"), 0, 0, 5, "A red car by the red house"),
                        scene(facet("a", "", "", "Sea view"), 1, 5, 9, "A red car and a man without a radio")));
        index.replace("b", List.of(scene(facet("b", "", "", "Sea view"), 0, 0, 5, "The red car stops")));
        index.replace("c", List.of(scene(facet("c", "", ""), 0, 0, 5, "Rain on a roof")));
        assertEquals(List.of("red 2", "red car 2", "rain 1", "red house 1", "roof 1"), completed(Kind.WORDS, "r", 10));
        assertEquals(List.of("red 2", "red car 2"), completed(Kind.WORDS, "r", 2));
        assertEquals(List.of("red car 2", "red house 1"), completed(Kind.WORDS, "Red ", 10));
        assertEquals(List.of("Sea view 2"), completed(Kind.TAG, "SEA", 10));
        assertEquals(List.of("b.mp4 1"), completed(Kind.TITLE, "b.", 10));
        assertEquals(List.of(), completed(Kind.WORDS, ".*", 10));
        index.replace("b", List.of(scene(facet("b", "", ""), 0, 0, 5, "A blue boat")));
        index.delete("c");
        assertEquals(List.of("red 1", "red car 1", "red house 1"), completed(Kind.WORDS, "r", 10));
        assertEquals(List.of("Sea view 1"), completed(Kind.TAG, "sea", 10));
    }

    private List<String> completed(Kind kind, String typed, int limit) {
        return index.completions(List.of(CompletionTerms.prefix(kind, typed)), limit).getFirst().stream()
                .map(found -> CompletionTerms.read(found.term()).text() + " " + found.videos())
                .toList();
    }

    // ---- pages

    @Test
    void aWalkThroughThePagesIsWhatReadingEveryCaptionGives() {
        Random random = new Random(29);
        List<SceneDocument> all = publishAtRandom(random, 25, 16);
        for (int size : new int[] {1, 7, 100, 399, 400, 1000}) {
            assertEquals(inOrder(all, scene -> true), walk("", SceneFilter.NONE, size), () -> "pages of " + size);
        }
        for (String words : List.of("red", "blue car", "man walks", "red zebra")) {
            assertEquals(inOrder(all, scene -> holds(scene, words)), walk(words, SceneFilter.NONE, 10), words);
        }
        SceneFilter filter = SceneFilter.NONE.about(Set.of("news"), Set.of("x"), Set.of());
        assertEquals(inOrder(all, scene -> holds(scene, "man") && passes(scene, filter)), walk("man", filter, 3));
    }

    @Test
    void nothingIsAPageToo() {
        assertEquals(
                new ScenePage(List.of(), Optional.empty()), index.page("", SceneFilter.NONE, Optional.empty(), 10));
    }

    @Test
    void pagesShowTheIndexAsItWasWhenTheFirstWasRead() {
        List<SceneDocument> all = new ArrayList<>();
        for (String video : List.of("a", "b", "c", "d")) {
            List<SceneDocument> scenes = IntStream.range(0, 6)
                    .mapToObj(s -> scene(video(video), s, s, s + 1, "a red car"))
                    .toList();
            index.replace(video, scenes);
            all.addAll(scenes);
        }
        List<Scene> read = new ArrayList<>();
        ScenePage page = index.page("red", SceneFilter.NONE, Optional.empty(), 5);
        read.addAll(page.scenes());
        int change = 0;
        while (page.next().isPresent()) {
            switch (change++) {
                case 0 -> index.replace("b", List.of(scene(video("b"), 9, 0, 1, "a red boat")));
                case 1 -> index.delete("c");
                case 2 -> index.replace("e", List.of(scene(video("e"), 0, 0, 1, "a red car")));
                default -> index.replace("d", List.of(scene(tagged("d", "new"), 0, 0, 1, "a red car")));
            }
            page = index.page("red", SceneFilter.NONE, page.next(), 5);
            read.addAll(page.scenes());
        }
        assertTrue(change >= 4);
        assertEquals(
                all.stream().map(SceneDocument::scene).collect(Collectors.toSet()), Set.copyOf(read), "as they were");
        assertEquals(all.size(), read.size());
        assertEquals(
                Set.of("a", "b", "d", "e"),
                index.page("", SceneFilter.NONE, Optional.empty(), 100).scenes().stream()
                        .map(scene -> scene.video().id())
                        .collect(Collectors.toSet()),
                "a new walk shows the index as it is");
    }

    @Test
    void aCursorCanBeReadFromAgain() {
        publishAtRandom(new Random(31), 4, 5);
        Optional<String> second =
                index.page("", SceneFilter.NONE, Optional.empty(), 5).next();
        List<Scene> once = index.page("", SceneFilter.NONE, second, 5).scenes();
        assertEquals(once, index.page("", SceneFilter.NONE, second, 5).scenes());
        assertEquals(
                once,
                index.page("", SceneFilter.NONE, second, 10).scenes().subList(0, 5),
                "the next page may have another size");
    }

    @Test
    void whatIsNoCursorIsRefused() {
        publishAtRandom(new Random(37), 4, 5);
        for (String cursor : List.of(
                "", " ", "x", "!!!", "AAAA", "AAAAAAAAAAAAAAAA", "\u0000", "猫", "null", "{}", "a".repeat(5000))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> index.page("", SceneFilter.NONE, Optional.of(cursor), 10),
                    cursor);
        }
    }

    /** Ids of all scenes in the order of the pages; checks that each page but the last is full and that only the last names no next. */
    private List<String> walk(String text, SceneFilter filter, int size) {
        List<String> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ScenePage page = index.page(text, filter, cursor, size);
            page.scenes().forEach(scene -> read.add(scene.id()));
            cursor = page.next();
            assertTrue(page.scenes().size() == size
                    || cursor.isEmpty() && page.scenes().size() < size);
        } while (cursor.isPresent());
        return grouped(read);
    }

    /** Videos come in an order that is the index's own: it is enough that each comes in one piece. */
    private static List<String> grouped(List<String> ids) {
        Map<String, List<String>> videos = new TreeMap<>();
        String last = "";
        for (String id : ids) {
            String video = id.substring(0, id.indexOf('/'));
            assertTrue(video.equals(last) || !videos.containsKey(video), () -> "not video by video: " + ids);
            videos.computeIfAbsent(video, v -> new ArrayList<>()).add(id);
            last = video;
        }
        return videos.values().stream().flatMap(List::stream).toList();
    }

    private static List<String> inOrder(List<SceneDocument> all, Predicate<Scene> wanted) {
        return all.stream()
                .map(SceneDocument::scene)
                .filter(wanted)
                .sorted(Comparator.comparing((Scene scene) -> scene.video().id())
                        .thenComparingDouble(Scene::start))
                .map(Scene::id)
                .toList();
    }

    /** Publishes videos of which random things are said, their scenes in random order, each caption with random words and "everywhere". */
    private List<SceneDocument> publishAtRandom(Random random, int videos, int scenes) {
        List<SceneDocument> all = new ArrayList<>();
        for (int v = 0; v < videos; v++) {
            IndexedVideo video = new IndexedVideo(
                    "v" + v,
                    "v" + v + ".mp4",
                    List.of("", "news", "art").get(random.nextInt(3)),
                    Stream.of("x", "y", "z").filter(tag -> random.nextBoolean()).toList(),
                    List.of("", "en", "ja").get(random.nextInt(3)),
                    List.of("rights:" + random.nextInt(3)),
                    Instant.EPOCH.plusSeconds(random.nextInt(10)),
                    random.nextInt(10));
            List<SceneDocument> published = new ArrayList<>();
            for (int s = 0; s < scenes; s++) {
                published.add(scene(video, s, s * 1.5, s * 1.5 + 2, words(random) + " everywhere"));
            }
            Collections.shuffle(published, random);
            index.replace(video.id(), published);
            all.addAll(published);
        }
        return all;
    }

    private static SceneFilter atRandom(Random random) {
        boolean timed = random.nextInt(3) == 0;
        boolean lasting = random.nextInt(3) == 0;
        int from = random.nextInt(8);
        int least = random.nextInt(8);
        SceneFilter filter = SceneFilter.NONE
                .about(
                        some(random, "news", "art", "none"),
                        random.nextBoolean() ? Set.of() : some(random, "x", "y", "z"),
                        some(random, "en", "ja"))
                .having(random.nextInt(4) == 0 ? Map.of("rights", Set.of("1", "2")) : Map.of())
                .between(
                        timed ? Optional.of(Instant.EPOCH.plusSeconds(from)) : Optional.empty(),
                        timed && random.nextBoolean()
                                ? Optional.of(Instant.EPOCH.plusSeconds(from + 4))
                                : Optional.empty())
                .lasting(
                        lasting && random.nextBoolean() ? OptionalDouble.of(least) : OptionalDouble.empty(),
                        lasting ? OptionalDouble.of(least + 3) : OptionalDouble.empty())
                .sure(random.nextInt(4) == 0 ? OptionalDouble.of(random.nextInt(11) / 10.0) : OptionalDouble.empty());
        return random.nextInt(6) == 0 ? filter.in("v" + random.nextInt(32)) : filter;
    }

    private static Set<String> some(Random random, String... values) {
        return random.nextInt(3) > 0
                ? Set.of()
                : Stream.of(values).filter(value -> random.nextBoolean()).collect(Collectors.toSet());
    }

    /** The filter once more, read off its description. */
    private static boolean passes(Scene scene, SceneFilter filter) {
        VideoConditions videos = filter.videos();
        IndexedVideo video = scene.video();
        return scene.confidence() >= filter.minConfidence().orElse(0)
                && filter.video().map(video.id()::equals).orElse(true)
                && (videos.collections().isEmpty() || videos.collections().contains(video.collection()))
                && video.tags().containsAll(videos.tags())
                && (videos.languages().isEmpty() || videos.languages().contains(video.language()))
                && videos.metadataTerms().stream()
                        .allMatch(terms -> terms.stream().anyMatch(video.metadata()::contains))
                && videos.from().map(from -> !video.created().isBefore(from)).orElse(true)
                && videos.to().map(to -> video.created().isBefore(to)).orElse(true)
                && video.durationSeconds() >= videos.minSeconds().orElse(0)
                && video.durationSeconds() <= videos.maxSeconds().orElse(Double.MAX_VALUE);
    }

    private static boolean holds(Scene scene, String words) {
        return List.of(scene.caption().split(" ")).containsAll(List.of(words.split(" ")));
    }

    private void publishEach(IndexedVideo... videos) {
        for (IndexedVideo video : videos) {
            index.replace(
                    video.id(), List.of(scene(video, 0, 0, 5, "a red car"), scene(video, 1, 5, 9, "a blue boat")));
        }
    }

    /** The videos that a filter lets through when words, meaning and pages are asked, which must agree. */
    private Set<String> videos(SceneFilter filter) {
        SceneQuery query = new SceneQuery("a red car", query("a red car").vector(), filter);
        Set<String> byWords = videos(index.words(query, 100));
        assertEquals(byWords, videos(index.meaning(query, 100)));
        assertEquals(
                byWords,
                walk("", filter, 100).stream()
                        .map(id -> id.substring(0, id.indexOf('/')))
                        .collect(Collectors.toSet()));
        assertEquals(byWords.size(), index.facets("", filter).videos());
        return byWords;
    }

    private static Set<String> videos(List<ScoredScene> found) {
        return found.stream().map(hit -> hit.scene().video().id()).collect(Collectors.toSet());
    }

    private static IndexedVideo facet(String id, String collection, String language, String... tags) {
        return new IndexedVideo(id, id + ".mp4", collection, List.of(tags), language, Instant.EPOCH, 60);
    }

    private static IndexedVideo tagged(String id, String... tags) {
        return facet(id, "", "", tags);
    }

    private static IndexedVideo known(String id, Map<String, String> metadata) {
        List<String> terms = new Attributes("", List.of(), "", metadata).metadataTerms();
        return new IndexedVideo(id, id + ".mp4", "", List.of(), "", terms, Instant.EPOCH, 60);
    }

    private static IndexedVideo came(String id, Instant created) {
        return new IndexedVideo(id, id + ".mp4", "", List.of(), "", created, 60);
    }

    private static IndexedVideo lasting(String id, double seconds) {
        return new IndexedVideo(id, id + ".mp4", "", List.of(), "", Instant.EPOCH, seconds);
    }

    private static List<SceneDocument> generation(int number) {
        List<SceneDocument> scenes = new ArrayList<>();
        for (int s = 0; s < 5; s++) {
            scenes.add(scene("s" + s, "v", "generation number" + number));
        }
        return scenes;
    }

    /** A query with a vector that depends on the text alone. */
    protected static SceneQuery query(String text) {
        return new SceneQuery(text, unit(new Random(text.hashCode())), SceneFilter.NONE);
    }

    protected static SceneDocument scene(String id, String videoId, String caption) {
        return scene(id, videoId, caption, unit(new Random(id.hashCode())));
    }

    private static SceneDocument scene(String id, String videoId, String caption, float[] vector) {
        return new SceneDocument(new Scene(id, video(videoId), 0, 5, "event", caption, 0.9, 5, 125), vector);
    }

    protected static SceneDocument scene(IndexedVideo video, int number, double start, double end, String caption) {
        String id = video.id() + "/" + number;
        return new SceneDocument(
                new Scene(id, video, start, end, "event", caption, tenths(id), 5, 125),
                unit(new Random(id.hashCode())));
    }

    /** A confidence for a scene: one of eleven, from 0 to 1. */
    private static double tenths(String id) {
        return Math.floorMod(id.hashCode(), 11) / 10.0;
    }

    protected static IndexedVideo video(String id) {
        return new IndexedVideo(id, id + ".mp4", "", List.of(), "", Instant.EPOCH, 60);
    }

    private static SceneDocument scene(double start, double end) {
        return scene(video("v1"), 0, start, end, "a car");
    }

    private static float[] unit(Random random) {
        double[] drawn = random.doubles(DIMENSIONS, -1, 1).toArray();
        double square = 0;
        for (double d : drawn) {
            square += d * d;
        }
        float[] unit = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] = (float) (drawn[i] / Math.sqrt(square));
        }
        return unit;
    }

    private static String words(Random random) {
        StringBuilder caption = new StringBuilder("a");
        for (int i = 0; i < 4; i++) {
            caption.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return caption.toString();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static List<String> ids(List<ScoredScene> found) {
        return found.stream().map(hit -> hit.scene().id()).toList();
    }

    private static List<String> sorted(List<ScoredScene> found) {
        return ids(found).stream().sorted().toList();
    }
}
