package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.RandomScenes.Described;

/** Searching, merging what several indexes have found, and ranking, beside {@link NaiveMoments}. */
class SceneSearchOracleTest {

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();
    private static final SceneSchema SCHEMA = SceneSchema.FLAT;
    private static final Query NEWS = new TermQuery(new Term(SCHEMA.collection(), "news"));

    @Property(tries = 150)
    void eachRankingIsAsLookingAtEverySceneGivesIt(
            @ForAll long seed, @ForAll boolean filtered, @ForAll @IntRange(min = 1, max = 40) int depth)
            throws IOException {
        RandomScenes random = new RandomScenes(seed);
        List<Described> library = random.library();
        SoughtScene sought = random.single().scenes().values().iterator().next();
        try (SceneIndexes indexes = new SceneIndexes()) {
            DirectoryReader tidy = indexes.tidy(library);
            NaiveMoments naive = naive(library, tidy, filtered);
            DirectoryReader untidy = indexes.untidy(library, new Random(seed));
            for (IndexSearcher index : List.of(new IndexSearcher(tidy), SceneIndexes.weighing(untidy, tidy))) {
                Candidates found = searcher(index, filtered).candidates(sought, depth);
                assertEquals(
                        naive.words(sought, depth).stream()
                                .map(hit -> told(hit, hit.bm25()))
                                .toList(),
                        found.words().stream().map(SceneSearchOracleTest::told).toList());
                assertEquals(
                        naive.meaning(sought, depth).stream()
                                .map(hit -> told(hit, hit.cosine()))
                                .toList(),
                        found.meaning().stream()
                                .map(SceneSearchOracleTest::told)
                                .toList());
            }
        }
    }

    @Property(tries = 150)
    void momentsAreAsLookingAtEverySceneGivesThemInOneIndexOrSeveral(
            @ForAll long seed,
            @ForAll boolean filtered,
            @ForAll @IntRange(min = 1, max = 4) int shards,
            @ForAll @IntRange(min = 1, max = 40) int depth)
            throws IOException {
        RandomScenes random = new RandomScenes(seed);
        List<Described> library = random.library();
        SoughtMoments sought = random.single();
        MomentRanking ranking = MomentRanking.USUAL.withDepth(depth);
        try (SceneIndexes indexes = new SceneIndexes()) {
            DirectoryReader tidy = indexes.tidy(library);
            List<String> expected = naive(library, tidy, filtered)
                    .moments(sought.scenes().values().iterator().next(), ranking);
            assertEquals(
                    expected, moments(findings(new IndexSearcher(tidy), filtered, sought, ranking), sought, ranking));
            Findings merged = Findings.NONE;
            for (List<Described> part : parts(library, shards, new Random(seed))) {
                DirectoryReader shard = indexes.untidy(part, new Random(seed));
                merged = findings(SceneIndexes.weighing(shard, tidy), filtered, sought, ranking)
                        .merge(merged, depth);
            }
            assertEquals(expected, moments(merged, sought, ranking));
        }
    }

    @Property(tries = 200)
    void sequencesAreAllThatTheirDefinitionGivesInOneIndexOrSeveral(
            @ForAll long seed, @ForAll boolean filtered, @ForAll @IntRange(min = 1, max = 4) int shards)
            throws IOException {
        RandomScenes random = new RandomScenes(seed);
        List<Described> library = random.library();
        SoughtMoments sought = random.sequence();
        MomentRanking ranking = MomentRanking.USUAL.withDepth(1_000);
        try (SceneIndexes indexes = new SceneIndexes()) {
            DirectoryReader tidy = indexes.tidy(library);
            Findings whole = findings(new IndexSearcher(tidy), filtered, sought, ranking);
            assertEquals(
                    naive(library, tidy, filtered).sequences(sought, 10_000),
                    places(whole.sequences()),
                    () -> sought.expression().toString());
            for (SceneSequence sequence : whole.sequences()) {
                assertEquals(sought.expression().shown().size(), sequence.hits().size());
                assertEquals(
                        Set.of(sequence.video().id()),
                        new TreeSet<>(sequence.hits().stream()
                                .map(hit -> hit.scene().video().id())
                                .toList()));
                assertTrue(sequence.hits().stream().allMatch(SceneHit::answers));
            }
            Findings merged = Findings.NONE;
            for (List<Described> part : parts(library, shards, new Random(seed))) {
                DirectoryReader shard = indexes.untidy(part, new Random(seed));
                merged = findings(SceneIndexes.weighing(shard, tidy), filtered, sought, ranking)
                        .merge(merged, ranking.depth());
            }
            assertEquals(moments(whole, sought, ranking), moments(merged, sought, ranking));
        }
    }

    /** Otherwise the comparisons above would compare nothing with nothing. */
    @Test
    void whatIsDrawnIsOftenFound() throws IOException {
        int sequences = 0;
        int parted = 0;
        for (int seed = 0; seed < 60; seed++) {
            RandomScenes random = new RandomScenes(seed);
            List<Described> library = random.library();
            SoughtMoments sought = random.sequence();
            try (SceneIndexes indexes = new SceneIndexes()) {
                IndexSearcher index = new IndexSearcher(indexes.tidy(library));
                List<SceneSequence> found =
                        findings(index, false, sought, MomentRanking.USUAL).sequences();
                sequences += found.size();
                parted += (int) found.stream()
                        .filter(sequence -> sequence.hits().size() > 1)
                        .count();
            }
        }
        assertTrue(sequences > 100 && parted > 40, sequences + " sequences, " + parted + " of several scenes");
    }

    @Property(tries = 200)
    void mergingKeepsTheBestOfEachRanking(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int shards,
            @ForAll @IntRange(min = 1, max = 12) int depth) {
        Random random = new Random(seed);
        List<ScoredScene> all = new ArrayList<>();
        for (Described described : new RandomScenes(seed).library()) {
            all.add(new ScoredScene(described.scene(), random.nextInt(4), 0, List.of(), 0, 0));
        }
        Candidates merged = Candidates.NONE;
        for (int shard = 0; shard < shards; shard++) {
            List<ScoredScene> here = new ArrayList<>();
            for (int i = shard; i < all.size(); i += shards) {
                here.add(all.get(i));
            }
            here.sort(ScoredScene.BEST_FIRST);
            merged = new Candidates(here, here.reversed().reversed()).merge(merged, depth);
        }
        List<ScoredScene> best =
                all.stream().sorted(ScoredScene.BEST_FIRST).limit(depth).toList();
        assertEquals(new Candidates(best, best), merged);
    }

    /** Two copies of a scene in two shards are one scene, as well placed as the better of them. */
    @Test
    void aSceneThatTwoIndexesHoldCountsOnce() {
        Scene scene = scene("a/0", "a car");
        ScoredScene better = new ScoredScene(scene, 2, 0, List.of(), 0, 0);
        ScoredScene worse = new ScoredScene(scene, 1, 0, List.of(), 0, 0);
        Candidates one = new Candidates(List.of(better), List.of(worse));
        Candidates other = new Candidates(List.of(worse), List.of(better));
        Candidates both = new Candidates(List.of(better), List.of(better));
        assertEquals(both, one.merge(other, 9));
        assertEquals(both, other.merge(one, 9));
    }

    @Test
    void aWordIsKnownIfAnyShardHoldsIt() throws IOException {
        CaptionQuery query = CaptionQuery.parse("car boat dog zebra", ANALYZER);
        try (SceneIndexes indexes = new SceneIndexes()) {
            DirectoryReader here = indexes.tidy(described("a car", "a car", "a dog"));
            DirectoryReader whole = indexes.tidy(described("a car", "a car", "a boat", "a boat", "a boat", "a man"));
            assertEquals(
                    new WordRarity(3, Map.of("car", 2L, "dog", 1L)),
                    WordRarity.in(new IndexSearcher(here), query, SCHEMA.terms()));
            WordRarity everywhere = WordRarity.in(SceneIndexes.weighing(here, whole), query, SCHEMA.terms());
            assertEquals(new WordRarity(6, Map.of("car", 2L, "boat", 3L, "dog", 1L)), everywhere);
            assertTrue(everywhere.known("boat"));
            assertFalse(everywhere.known("zebra"));
            DirectoryReader empty = indexes.tidy(List.of());
            assertEquals(
                    new WordRarity(6, Map.of("car", 2L, "boat", 3L)),
                    WordRarity.in(SceneIndexes.weighing(empty, whole), query, SCHEMA.terms()));
            assertEquals(new WordRarity(0, Map.of()), WordRarity.in(new IndexSearcher(empty), query, SCHEMA.terms()));
        }
    }

    @Test
    void aSceneReadsAsItWasWritten() throws IOException {
        IndexedVideo video = new IndexedVideo(
                "v",
                "Néw ☃",
                "news",
                List.of("b", "a"),
                "en-GB",
                List.of("k:v", "k.2:w"),
                Instant.ofEpochMilli(-5),
                0.1);
        List<Described> scenes = List.of(
                new Described(
                        new Scene("v/0", video, 0.1, 0.30000000000000004, "event", "a car, 犬", 0.7, 3, 1L << 40),
                        new float[] {1, 0}),
                new Described(
                        new Scene(
                                "w/0",
                                new IndexedVideo("w", "", "", List.of(), "", Instant.EPOCH, 0),
                                0,
                                0,
                                "",
                                "",
                                0,
                                0,
                                0),
                        new float[] {0, 1}));
        try (SceneIndexes indexes = new SceneIndexes()) {
            IndexSearcher index = new IndexSearcher(indexes.tidy(scenes));
            for (int i = 0; i < scenes.size(); i++) {
                assertEquals(scenes.get(i).scene(), SceneSearcher.read(index, SCHEMA, i));
            }
        }
    }

    /** It used to be taken for as near as the next scene is. */
    @Test
    void aSceneWithoutAVectorIsNotTakenForTheNextOne() throws IOException {
        SoughtScene car = new SoughtScene("car", new float[] {1, 0}, new Chance(0, 1));
        for (Set<String> lacking : List.of(Set.of("a", "b"), Set.of("b"))) {
            try (SceneIndexes indexes = new SceneIndexes()) {
                DirectoryReader index = indexes.tidy(List.of(
                        new Described(scene("b", "a car"), lacking.contains("b") ? null : new float[] {1, 0}),
                        new Described(scene("a", "a car"), lacking.contains("a") ? null : new float[] {1, 0})));
                String message = assertThrows(
                                IllegalStateException.class,
                                () -> searcher(new IndexSearcher(index), false).candidates(car, 5))
                        .getMessage();
                assertTrue(message.startsWith("The index has a scene without vector"), message);
            }
        }
    }

    @Test
    void onlyWhatIsLookedForMayBeDescribed() {
        SoughtScene car = new SoughtScene("car", new float[] {1, 0}, new Chance(0, 1));
        SoughtScene bus = new SoughtScene("bus", new float[] {1, 0}, new Chance(0, 1));
        TemporalExpression sought = new TemporalExpression.Operand("car");
        assertThrows(IllegalArgumentException.class, () -> new SoughtMoments(sought, Map.of("bus", bus)));
        assertThrows(IllegalArgumentException.class, () -> new SoughtMoments(sought, Map.of("car", car, "bus", bus)));
        assertEquals(SoughtMoments.of(car), new SoughtMoments(sought, Map.of("car", car)));
    }

    @Test
    void whatNearnessCannotBeToldByIsRefused() {
        for (float[] vector : new float[][] {{}, {0, 0}, {3, 4}, {Float.NaN, 1}, {Float.POSITIVE_INFINITY}}) {
            assertThrows(IllegalArgumentException.class, () -> new SoughtScene("car", vector, new Chance(0, 1)));
        }
        for (double[] chance :
                new double[][] {{0, 0}, {0, -1}, {Double.NaN, 1}, {0, Double.NaN}, {0, 1e-310}, {1e300, 1e-100}}) {
            assertThrows(IllegalArgumentException.class, () -> new Chance(chance[0], chance[1]));
        }
        double infinite = Double.POSITIVE_INFINITY;
        assertThrows(IllegalArgumentException.class, () -> new Chance(infinite, infinite));
    }

    @Test
    void aGreatConstantOfFusionDoesNotOverflow() {
        assertTrue(new ReciprocalRankFusion(Integer.MAX_VALUE).share(10) > 0);
    }

    private static List<Described> described(String... captions) {
        List<Described> scenes = new ArrayList<>();
        for (String caption : captions) {
            scenes.add(new Described(scene("v/" + scenes.size(), caption), new float[] {1, 0}));
        }
        return scenes;
    }

    private static Scene scene(String id, String caption) {
        IndexedVideo video = new IndexedVideo("v", "", "", List.of(), "", Instant.EPOCH, 60);
        return new Scene(id, video, 0, 5, "scene", caption, 1, 8, 8);
    }

    private static NaiveMoments naive(List<Described> library, DirectoryReader tidy, boolean filtered) {
        Predicate<Scene> news = scene -> scene.video().collection().equals("news");
        return new NaiveMoments(library, tidy, filtered ? news : scene -> true);
    }

    private static SceneSearcher searcher(IndexSearcher index, boolean filtered) {
        return new SceneSearcher(index, SCHEMA, ANALYZER, filtered ? Optional.of(NEWS) : Optional.empty(), 1);
    }

    private static Findings findings(IndexSearcher index, boolean filtered, SoughtMoments sought, MomentRanking ranking)
            throws IOException {
        return Findings.in(searcher(index, filtered)::candidates, sought, ranking, ANALYZER);
    }

    private static List<String> moments(Findings findings, SoughtMoments sought, MomentRanking ranking) {
        return NaiveMoments.told(ranking.moments(findings, sought, ANALYZER));
    }

    /** Deals out whole videos. Some parts may stay empty. */
    private static List<List<Described>> parts(List<Described> library, int count, Random random) {
        List<List<Described>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(new ArrayList<>());
        }
        Map<String, Integer> homes = new TreeMap<>();
        for (Described scene : library) {
            int home = homes.computeIfAbsent(scene.scene().video().id(), video -> random.nextInt(count));
            parts.get(home).add(scene);
        }
        return parts;
    }

    private static Set<String> places(List<SceneSequence> sequences) {
        Set<String> places = new TreeSet<>();
        for (SceneSequence sequence : sequences) {
            TimeSpan span = sequence.span();
            assertTrue(places.add(sequence.video().id() + " "
                    + new NaiveTemporal.Place(span.startMillis(), span.endMillis(), sequence.gapMillis())));
        }
        return places;
    }

    private static String told(NaiveMoments.Judged hit, double score) {
        return "%s %.5f %.6f %.9f %.9f".formatted(hit.scene(), score, hit.cosine(), hit.coverage(), hit.absence());
    }

    private static String told(ScoredScene hit) {
        return "%s %.5f %.6f %.9f %.9f"
                .formatted(hit.scene(), hit.score(), hit.cosine(), hit.coverage(), hit.absence());
    }
}
