package org.timeviper.indexer.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.ScoredScene;

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
                new Scene(id, video, start, end, "event", caption, 0.9, 5, 125), unit(new Random(id.hashCode())));
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
