package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches in random scenes, in several segments with deletions, against reading every scene. */
class SceneSearcherTest {

    private static final int DIMENSIONS = 16;
    private static final String[] WORDS = {
        "red",
        "blue",
        "small",
        "car",
        "boat",
        "man",
        "dog",
        "street",
        "walks",
        "stands",
        "without a hat",
        "a hat",
        "no car"
    };
    private static final String[] QUERIES = {
        "red car",
        "a man without a hat",
        "dog",
        "man with a hat",
        "small blue boat",
        "walking",
        "no dog",
        "the of",
        "zebra"
    };

    private final CaptionAnalyzer analyzer = new CaptionAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final Map<String, Scene> scenes = new HashMap<>();
    private final Map<String, float[]> vectors = new HashMap<>();
    private DirectoryReader reader;
    private IndexSearcher searcher;

    @BeforeEach
    void fill() throws IOException {
        Random random = new Random(5);
        try (IndexWriter writer =
                new IndexWriter(directory, new IndexWriterConfig(analyzer).setMergePolicy(NoMergePolicy.INSTANCE))) {
            for (int v = 0; v < 30; v++) {
                IndexedVideo video = video(v);
                List<Document> documents = new ArrayList<>();
                for (int s = 0; s < 20; s++) {
                    Scene scene = scene(video, s, random);
                    float[] vector = unit(random);
                    documents.add(SceneDocuments.write(scene, vector));
                    scenes.put(scene.id(), scene);
                    vectors.put(scene.id(), vector);
                }
                writer.addDocuments(documents);
                if (v % 4 == 0) {
                    writer.flush();
                }
            }
            for (int v = 3; v < 30; v += 7) {
                String gone = "v" + v;
                writer.deleteDocuments(new Term("video", gone));
                scenes.values().removeIf(scene -> scene.video().id().equals(gone));
            }
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        assertTrue(reader.leaves().size() > 3 && reader.hasDeletions());
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
    }

    @Test
    void theNearestScenesAreThoseThatComparingAllFindsLessTheContradictions() throws IOException {
        Random random = new Random(6);
        for (String text : QUERIES) {
            float[] wanted = unit(random);
            Set<String> contradicting = contradicting(text);
            List<String> expected = scenes.keySet().stream()
                    .filter(id -> !contradicting.contains(id))
                    .sorted(Comparator.comparingDouble((String id) -> -dot(wanted, vectors.get(id)))
                            .thenComparing(id -> id))
                    .limit(25)
                    .toList();
            List<ScoredScene> found = searching(Optional.empty()).meaning(query(text), wanted, 25);
            assertEquals(expected, ids(found), text);
            for (ScoredScene hit : found) {
                assertEquals(scenes.get(hit.scene().id()), hit.scene());
                assertEquals(dot(wanted, vectors.get(hit.scene().id())), hit.cosine(), 1e-6);
            }
        }
    }

    @Test
    void aFilterHoldsForWordsAndMeaning() throws IOException {
        Query inOne = new TermQuery(new Term("video", "v5"));
        for (String text : QUERIES) {
            SceneSearcher searching = searching(Optional.of(inOne));
            Set<String> contradicting = contradicting(text);
            List<ScoredScene> meaning = searching.meaning(query(text), unit(new Random(7)), 100);
            assertEquals(
                    scenes.values().stream()
                            .filter(scene -> scene.video().id().equals("v5") && !contradicting.contains(scene.id()))
                            .map(Scene::id)
                            .collect(Collectors.toSet()),
                    Set.copyOf(ids(meaning)),
                    text);
            assertTrue(searching.words(query(text), unit(new Random(7)), 100).stream()
                    .allMatch(hit -> hit.scene().video().id().equals("v5")));
        }
    }

    @Test
    void everyHitSaysOfItsWordsWhatItsCaptionSays() throws IOException {
        for (String text : QUERIES) {
            CaptionQuery query = query(text);
            CaptionMatches matches = new CaptionMatches(query, WordRarity.in(searcher, query, "terms"), analyzer);
            Candidates found = searching(Optional.empty()).candidates(sought(text, unit(new Random(8))), 60);
            List<ScoredScene> all = new ArrayList<>(found.words());
            all.addAll(found.meaning());
            for (ScoredScene hit : all) {
                CaptionMatches.Match expected = matches.in(hit.scene().caption());
                assertEquals(expected.words(), hit.matched(), hit.scene().caption());
                assertEquals(expected.coverage(), hit.coverage(), 1e-12);
                assertEquals(expected.absence(), hit.absence(), 1e-12);
            }
        }
    }

    private static SoughtScene sought(String text, float[] vector) {
        return new SoughtScene(text, vector, new Chance(0, 0.1));
    }

    @Test
    void candidatesAreWhatWordsAndMeaningFindByThemselves() throws IOException {
        for (String text : QUERIES) {
            float[] wanted = unit(new Random(9));
            SceneSearcher searching = searching(Optional.empty());
            assertEquals(
                    new Candidates(
                            searching.words(query(text), wanted, 30), searching.meaning(query(text), wanted, 30)),
                    searching.candidates(sought(text, wanted), 30),
                    text);
        }
    }

    @Test
    void captionsInStoredFieldsAreReadToo() throws IOException {
        Scene scene = scene(video(1), 1, new Random(1));
        try (ByteBuffersDirectory other = new ByteBuffersDirectory();
                IndexWriter writer = new IndexWriter(other, new IndexWriterConfig(analyzer))) {
            Document document = SceneDocuments.write(scene, unit(new Random(1)));
            document.removeField("caption");
            document.add(new StoredField("caption", scene.caption()));
            writer.addDocument(document);
            try (DirectoryReader opened = DirectoryReader.open(writer)) {
                assertEquals(scene, SceneSearcher.read(new IndexSearcher(opened), SceneSchema.FLAT, 0));
            }
        }
    }

    @Test
    void scenesAreReadInAnyOrder() throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int d = 0; d < reader.maxDoc(); d++) {
            order.add(d);
        }
        Collections.shuffle(order, new Random(3));
        int[] documents = order.stream().mapToInt(Integer::intValue).limit(100).toArray();
        List<Scene> read = SceneSearcher.read(searcher, SceneSchema.FLAT, documents);
        for (int i = 0; i < documents.length; i++) {
            assertEquals(SceneSearcher.read(searcher, SceneSchema.FLAT, documents[i]), read.get(i));
        }
    }

    /** The scenes whose captions say the opposite of a query, found one by one. */
    private Set<String> contradicting(String text) throws IOException {
        Optional<Query> opposite = query(text).contradictions("terms");
        if (opposite.isEmpty()) {
            return Set.of();
        }
        List<Scene> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(opposite.get(), reader.maxDoc()).scoreDocs) {
            found.add(SceneSearcher.read(searcher, SceneSchema.FLAT, hit.doc));
        }
        return found.stream().map(Scene::id).collect(Collectors.toSet());
    }

    private SceneSearcher searching(Optional<Query> filter) {
        return new SceneSearcher(searcher, SceneSchema.FLAT, analyzer, filter, 1.5);
    }

    private CaptionQuery query(String text) {
        return CaptionQuery.parse(text, analyzer);
    }

    private static IndexedVideo video(int number) {
        return new IndexedVideo(
                "v" + number,
                "film " + number,
                number % 3 == 0 ? "" : "collection",
                List.of("a", "tag" + number),
                "en",
                Instant.ofEpochMilli(number),
                100 + number);
    }

    private static Scene scene(IndexedVideo video, int number, Random random) {
        StringBuilder caption = new StringBuilder("a");
        for (int w = 0; w < 4; w++) {
            caption.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return new Scene(
                video.id() + "/" + number,
                video,
                number * 5,
                number * 5 + 5,
                number % 2 == 0 ? "scene" : "event",
                caption.toString(),
                random.nextDouble(),
                random.nextInt(10),
                random.nextInt(100));
    }

    private static float[] unit(Random random) {
        float[] unit = new float[DIMENSIONS];
        double square = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] = (float) random.nextGaussian();
            square += unit[i] * unit[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            unit[i] /= (float) Math.sqrt(square);
        }
        return unit;
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
}
