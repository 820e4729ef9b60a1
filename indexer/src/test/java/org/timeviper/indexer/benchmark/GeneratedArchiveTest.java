package org.timeviper.indexer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.IndexedVideo;

/** What a generated archive claims to be. */
class GeneratedArchiveTest {

    private static final int SCENES = 10_000;
    private static final GeneratedArchive ARCHIVE = new GeneratedArchive(1, SCENES);
    private static final List<SceneDocument> ALL = all(ARCHIVE);
    private static final List<float[]> VECTORS =
            ALL.stream().map(SceneDocument::vector).toList();
    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();
    private static final List<Set<String>> TERMS =
            ALL.stream().map(scene -> terms(scene.scene().caption())).toList();

    @Test
    void theSameSeedGivesTheSameArchiveAndAnotherSeedAnother() {
        GeneratedArchive again = new GeneratedArchive(1, SCENES);
        assertEquals(ALL, all(again));
        assertEquals(texts(ARCHIVE.queries(50)), texts(again.queries(50)));
        GeneratedArchive other = new GeneratedArchive(2, SCENES);
        assertNotEquals(ALL.getFirst(), other.video(0).getFirst());
        assertNotEquals(texts(ARCHIVE.queries(50)), texts(other.queries(50)));
    }

    @Test
    void aVideoMadeByItselfIsTheOneThatComesInTurn() {
        int number = ARCHIVE.videos() / 2;
        List<SceneDocument> alone = ARCHIVE.video(number);
        String id = alone.getFirst().scene().video().id();
        assertEquals(
                ALL.stream()
                        .filter(scene -> scene.scene().video().id().equals(id))
                        .toList(),
                alone);
    }

    @Test
    void itHasAsManyScenesAsWantedAtTwoHundredAnHour() {
        assertEquals(SCENES, ALL.size());
        assertEquals(
                SCENES, ALL.stream().map(scene -> scene.scene().id()).distinct().count());
        double hours =
                videos().stream().mapToDouble(IndexedVideo::durationSeconds).sum() / 3600;
        assertEquals(200, SCENES / hours, 5);
        for (SceneDocument scene : ALL) {
            assertTrue(scene.scene().end() <= scene.scene().video().durationSeconds(), () -> scene.scene()
                    .id());
        }
    }

    @Test
    void videosDifferInAllThatTheyCanBeFilteredBy() {
        List<IndexedVideo> videos = videos();
        Map<String, Long> collections =
                videos.stream().collect(Collectors.groupingBy(IndexedVideo::collection, Collectors.counting()));
        assertTrue(collections.size() > 5 && collections.values().stream().anyMatch(count -> count > 1));
        assertTrue(videos.stream().map(IndexedVideo::language).distinct().count() > 3);
        assertTrue(videos.stream()
                        .flatMap(video -> video.tags().stream())
                        .distinct()
                        .count()
                > 20);
        assertEquals(
                videos.size(),
                videos.stream().map(IndexedVideo::created).distinct().count());
    }

    /** Zipf's law is a line of slope −1 when logarithms of frequency and rank are drawn against each other. */
    @Test
    void wordsFollowZipfsLaw() {
        Map<String, Integer> frequency = new HashMap<>();
        ALL.forEach(scene -> words(scene).forEach(word -> frequency.merge(word, 1, Integer::sum)));
        List<Integer> ranked =
                frequency.values().stream().sorted(Comparator.reverseOrder()).toList();
        double slope = slope(ranked, 10, 1000);
        assertTrue(slope > -1.2 && slope < -0.8, () -> "slope " + slope);
        assertTrue(ranked.size() > 10_000, () -> "only " + ranked.size() + " different words");
    }

    @Test
    void someCaptionsDenyAThing() {
        long denying = ALL.stream()
                .filter(scene -> scene.scene().caption().contains(" without "))
                .count();
        assertEquals(0.06, (double) denying / SCENES, 0.01);
    }

    @Test
    void vectorsHaveLengthOne() {
        for (float[] vector : VECTORS) {
            assertEquals(1, GeneratedArchive.dot(vector, vector), 1e-5);
        }
    }

    @Test
    void theNearestScenesOfOtherVideosShareWords() {
        double nearest = 0;
        double any = 0;
        for (int s = 0; s < SCENES; s += SCENES / 20) {
            int scene = s;
            List<Integer> others = IntStream.range(0, SCENES)
                    .filter(other -> !video(other).equals(video(scene)))
                    .boxed()
                    .toList();
            any += shared(scene, others);
            Map<Integer, Double> cosines = new HashMap<>();
            others.forEach(other -> cosines.put(other, GeneratedArchive.dot(VECTORS.get(scene), VECTORS.get(other))));
            nearest += shared(
                    scene,
                    others.stream()
                            .sorted(Comparator.comparingDouble((Integer other) -> -cosines.get(other)))
                            .limit(10)
                            .toList());
        }
        double times = nearest / any;
        assertTrue(times > 2, () -> "the nearest scenes share " + times + " times as many words as any");
    }

    @Test
    void aQueryAsksForWhatSomeSceneShows() {
        int negated = 0;
        for (ArchiveQuery query : ARCHIVE.queries(200)) {
            String text = query.sought().text();
            Set<String> wanted = terms(text);
            assertTrue(!wanted.isEmpty() && wanted.size() <= 4, text);
            assertTrue(TERMS.stream().anyMatch(caption -> caption.containsAll(wanted)), text);
            negated += CaptionQuery.parse(text, ANALYZER).denied().isEmpty() ? 0 : 1;
        }
        assertTrue(negated > 10 && negated < 35, "negated: " + negated);
    }

    @Test
    void aQueryLiesFarAboveChanceToASceneThatShowsItsWords() {
        double deviations = 0;
        int queries = 50;
        for (ArchiveQuery query : ARCHIVE.queries(queries)) {
            Set<String> wanted = terms(query.sought().text());
            double best = IntStream.range(0, SCENES)
                    .filter(scene -> TERMS.get(scene).containsAll(wanted))
                    .mapToDouble(scene -> GeneratedArchive.dot(query.sought().vector(), VECTORS.get(scene)))
                    .max()
                    .orElseThrow();
            deviations += query.sought().chance().deviations(best) / queries;
        }
        double mean = deviations;
        assertTrue(mean > 4, () -> "only " + mean + " standard deviations above chance");
    }

    private static List<SceneDocument> all(GeneratedArchive archive) {
        List<SceneDocument> all = new ArrayList<>();
        archive.forEachVideo((video, scenes) -> all.addAll(scenes));
        return all;
    }

    private static List<IndexedVideo> videos() {
        return ALL.stream().map(scene -> scene.scene().video()).distinct().toList();
    }

    private static List<String> texts(List<ArchiveQuery> queries) {
        return queries.stream().map(query -> query.sought().text()).toList();
    }

    private static IndexedVideo video(int scene) {
        return ALL.get(scene).scene().video();
    }

    private static Set<String> terms(String text) {
        return CaptionQuery.parse(text, ANALYZER).wanted().stream()
                .map(CaptionQuery.Word::term)
                .collect(Collectors.toSet());
    }

    private static List<String> words(SceneDocument scene) {
        return Arrays.stream(scene.scene().caption().toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .filter(word -> word.length() > 2)
                .toList();
    }

    /** How many terms a scene shares with others on average. */
    private static double shared(int scene, List<Integer> others) {
        return others.stream()
                .mapToLong(other -> TERMS.get(other).stream()
                        .filter(TERMS.get(scene)::contains)
                        .count())
                .average()
                .orElseThrow();
    }

    /** Slope of the line of least squares through the logarithms of some ranks and their frequencies. */
    private static double slope(List<Integer> ranked, int from, int to) {
        double sumX = 0;
        double sumY = 0;
        double sumXy = 0;
        double sumXx = 0;
        for (int rank = from; rank < to; rank++) {
            double x = Math.log(rank + 1);
            double y = Math.log(ranked.get(rank));
            sumX += x;
            sumY += y;
            sumXy += x * y;
            sumXx += x * x;
        }
        int n = to - from;
        return (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
    }
}
