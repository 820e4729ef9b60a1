package org.timeviper.indexer.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.ScoredScene;

class RebuildTest {

    @TempDir
    Path folder;

    private final Map<String, List<SceneDocument>> library = new TreeMap<>();
    private final Letters embedder = new Letters();

    @Test
    void aMissingIndexIsMadeFromTheLibrary() {
        library.put("v1", List.of(scene("v1", "a red car"), scene("v1", "blue sea")));
        library.put("v2", List.of(scene("v2", "a dog")));
        try (SceneIndex index = open()) {
            List<Long> progress = new ArrayList<>();
            assertEquals(new Rebuild.Report(2, 2, 0), rebuild(index).everything(progress::add));
            assertEquals(List.of(1L, 2L), progress);
            assertEquals(Map.of("v1", 2L, "v2", 1L), index.scenesByVideo());
            assertEquals(Optional.empty(), index.staleness());
        }
    }

    @Test
    void onlyWhatDiffersIsRepaired() {
        library.put("v1", List.of(scene("v1", "a red car")));
        library.put("v2", List.of(scene("v2", "a dog"), scene("v2", "blue sea")));
        try (SceneIndex index = open()) {
            index.replace("v1", library.get("v1"));
            index.replace("v2", List.of(scene("v2", "a dog")));
            index.replace("gone", List.of(scene("gone", "a cat")));
            assertEquals(new Rebuild.Report(2, 1, 1), rebuild(index).differences(videos -> {}));
            assertEquals(Map.of("v1", 1L, "v2", 2L), index.scenesByVideo());
            assertEquals(new Rebuild.Report(2, 0, 0), rebuild(index).differences(videos -> {}));
        }
    }

    @Test
    void whatIsSeenInAVideoIsRepairedThoughItIsAsMuchAsBefore() {
        library.put("v1", List.of(captioned("a red car"), scene("v1", "blue sea")));
        try (SceneIndex index = open()) {
            rebuild(index).everything(videos -> {});
            library.put("v1", List.of(captioned("a white boat"), scene("v1", "blue sea")));
            assertEquals(new Rebuild.Report(1, 1, 0), rebuild(index).differences(videos -> {}));
            assertEquals(0, found(index));
            assertEquals(new Rebuild.Report(1, 0, 0), rebuild(index).differences(videos -> {}));
        }
    }

    /** The first scene of a video, whatever is seen in it. */
    private SceneDocument captioned(String caption) {
        SceneDocument seen = scene("v1", caption);
        Scene scene = seen.scene();
        return new SceneDocument(new Scene("v1/0", scene.video(), 0, 5, "event", caption, 0.9, 5, 125), seen.vector());
    }

    @Test
    void whatIsSaidOfAVideoIsRepairedToo() {
        library.put("v1", List.of(said("v1", "news", "en", "x", "y")));
        library.put("v2", List.of(said("v2", "", "")));
        try (SceneIndex index = open()) {
            rebuild(index).everything(videos -> {});
            assertEquals(new Rebuild.Report(2, 0, 0), rebuild(index).differences(videos -> {}));
            for (SceneDocument other : List.of(
                    said("v1", "news", "en", "x"),
                    said("v1", "news", "ja", "x"),
                    said("v1", "", "ja", "x"),
                    said("v1", "", "", "x", "y", "z"),
                    known("v1", "rights:owned"),
                    known("v1", "rights:sold"))) {
                library.put("v1", List.of(other));
                assertEquals(new Rebuild.Report(2, 1, 0), rebuild(index).differences(videos -> {}));
                assertEquals(
                        other.scene(),
                        index.page("", SceneFilter.NONE.in("v1"), Optional.empty(), 10)
                                .scenes()
                                .getFirst());
            }
        }
    }

    private SceneDocument said(String video, String collection, String language, String... tags) {
        return of(new IndexedVideo(video, video + ".mp4", collection, List.of(tags), language, Instant.EPOCH, 60));
    }

    private SceneDocument known(String video, String metadata) {
        return of(new IndexedVideo(video, video + ".mp4", "", List.of(), "", List.of(metadata), Instant.EPOCH, 60));
    }

    private SceneDocument of(IndexedVideo video) {
        Scene scene = scene(video.id(), "a red car").scene();
        return new SceneDocument(
                new Scene(scene.id(), video, 0, 5, "event", "a red car", 0.9, 5, 125),
                embedder.embedAll(List.of("a red car")).getFirst());
    }

    @Test
    void vectorsOfAnotherModelAreMadeAnewFromTheCaptions() {
        SceneDocument scene = scene("v1", "a red car");
        library.put("v1", List.of(scene.withVector(new float[] {0, 0, 1})));
        try (SceneIndex index = open()) {
            rebuild(index).everything(videos -> {});
            ScoredScene found = index.meaning(new SceneQuery("car", scene.vector(), SceneFilter.NONE), 1)
                    .getFirst();
            assertEquals(1, found.cosine(), 1e-6);
        }
    }

    @Test
    void searchesAreAnsweredWhileTheIndexIsRebuilt() {
        library.put("v1", List.of(scene("v1", "a red car")));
        library.put("v2", List.of(scene("v2", "a red car")));
        try (SceneIndex index = open()) {
            rebuild(index).everything(videos -> {});
            rebuild(index).everything(videos -> assertEquals(2, found(index)));
        }
    }

    @Test
    void aRebuildThatWasBrokenOffIsStillDue() {
        library.put("v1", List.of(scene("v1", "a red car")));
        library.put("v2", List.of(scene("v2", "a red car")));
        try (SceneIndex index = open()) {
            Rebuild rebuild = rebuild(index);
            assertThrows(
                    IllegalStateException.class,
                    () -> rebuild.everything(videos -> {
                        throw new IllegalStateException("broken off");
                    }));
            assertTrue(index.staleness().isPresent());
        }
        try (SceneIndex index = open()) {
            assertTrue(index.staleness().isPresent());
            assertEquals(new Rebuild.Report(2, 1, 0), rebuild(index).differences(videos -> {}));
            assertEquals(2, found(index));
            assertEquals(Optional.empty(), index.staleness());
        }
    }

    /** Whoever publishes it may not have told the library yet, which is asked for it and waits for him: in the new index it would be missed. */
    @Test
    void whatIsWrittenUntilARebuildBeginsIsAskedFor() {
        library.put("v1", List.of(scene("v1", "a red car")));
        try (SceneIndex index = open()) {
            SceneIndex written = new ForwardedIndex(index) {
                @Override
                public Rewriting rewrite() {
                    replace("late", List.of(scene("late", "a dog")));
                    return super.rewrite();
                }
            };
            assertEquals(new Rebuild.Report(1, 1, 1), rebuild(written).everything(videos -> {}));
        }
    }

    private static int found(SceneIndex index) {
        return index.words(new SceneQuery("red car", new float[] {1, 0, 0}, SceneFilter.NONE), 10)
                .size();
    }

    private Rebuild rebuild(SceneIndex index) {
        return new Rebuild(index, source(), embedder);
    }

    private SceneSource source() {
        return new SceneSource() {
            @Override
            public void forEachVideo(BiConsumer<String, List<SceneDocument>> video) {
                library.forEach(video);
            }

            @Override
            public boolean ifUnpublished(String videoId, Runnable work) {
                if (library.containsKey(videoId)) {
                    return false;
                }
                work.run();
                return true;
            }
        };
    }

    private SceneIndex open() {
        return LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions());
    }

    private SceneDocument scene(String video, String caption) {
        float[] vector = embedder.embedAll(List.of(caption)).getFirst();
        IndexedVideo indexed = new IndexedVideo(video, video + ".mp4", "", List.of(), "", Instant.EPOCH, 60);
        return new SceneDocument(
                new Scene(video + " " + caption, indexed, 0, 5, "event", caption, 0.9, 5, 125), vector);
    }

    /** A real if small embedding: which of three kinds of letters a text is made of. */
    private static final class Letters implements CaptionEmbedder {

        @Override
        public String model() {
            return "letters";
        }

        @Override
        public int dimensions() {
            return 3;
        }

        @Override
        public List<float[]> embedAll(List<String> texts) {
            return texts.stream().map(Letters::embed).toList();
        }

        private static float[] embed(String text) {
            double vowels = text.chars().filter(c -> "aeiou".indexOf(c) >= 0).count() + 1;
            double early = text.chars().filter(c -> c < 'm').count() + 1;
            double length = Math.hypot(vowels, early);
            return new float[] {(float) (vowels / length), (float) (early / length), 0};
        }
    }
}
