package org.timeviper.indexer.index.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneIndexContract;
import org.timeviper.indexer.process.KilledProcess;
import org.timeviper.search.lucene.CaptionLanguage;

class LuceneSceneIndexTest extends SceneIndexContract {

    private static final String MODEL = "a model";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void choose() {
        folder = temporary.resolve("index");
    }

    @Override
    protected SceneIndex openEmpty() {
        return open(temporary.resolve("contract"));
    }

    @Test
    void whatWasPublishedIsThereAfterARestart() {
        try (SceneIndex index = open(folder)) {
            assertEquals(Optional.of("there is none yet"), index.staleness());
            index.replace("v1", List.of(scene("a", "v1", "a red car")));
            index.rebuilt();
        }
        try (SceneIndex index = open(folder)) {
            assertEquals(Optional.empty(), index.staleness());
            assertEquals(1, index.words(query("red car"), 10).size());
        }
    }

    @Test
    void anUnfinishedRebuildIsNoticedAndWhatItHasIsKept() {
        try (SceneIndex index = open(folder)) {
            index.replace("v1", List.of(scene("a", "v1", "a red car")));
        }
        try (SceneIndex index = open(folder)) {
            assertTrue(index.staleness().orElseThrow().contains("not finished"));
            assertEquals(1, index.size());
        }
    }

    @Test
    void anIndexForAnotherEmbeddingModelIsNoticedAndStartsEmpty() {
        fill(1);
        try (SceneIndex index = LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, "another model", DIMENSIONS)) {
            String reason = index.staleness().orElseThrow();
            assertTrue(reason.contains("a model") && reason.contains("another model"), reason);
            assertEquals(0, index.size());
        }
    }

    @Test
    void aDamagedIndexIsNoticedAndStartsEmpty() throws IOException {
        for (String kind : List.of("segments_", ".cfs", "_0.si", "truncated")) {
            fill(3);
            damage(kind);
            try (SceneIndex index = open(folder)) {
                assertTrue(index.staleness().orElseThrow().contains("damaged"), kind + ": " + index.staleness());
                assertEquals(0, index.size(), kind);
                index.replace("v1", List.of(scene("a", "v1", "a red car")));
                assertEquals(1, index.size(), kind);
            }
        }
    }

    @Test
    void whatARewritingHasWrittenIsShownWhenItEndsAndWhatIsPublishedMeanwhileAtOnce() {
        try (SceneIndex index = open(folder)) {
            try (SceneIndex.Rewriting rewriting = index.rewrite()) {
                rewriting.replace("v1", List.of(scene("a", "v1", "a red car")));
                index.replace("v2", List.of(scene("b", "v2", "a red car")));
                assertEquals(1L, index.scenesByVideo().get("v2"));
                rewriting.replace("v3", List.of(scene("c", "v3", "a red car")));
                rewriting.complete();
                assertEquals(3, index.size());
                assertEquals(Optional.empty(), index.staleness());
            }
            try (SceneIndex.Rewriting brokenOff = index.rewrite()) {
                brokenOff.replace("v4", List.of(scene("d", "v4", "a red car")));
            }
            assertEquals(4, index.size());
        }
        try (SceneIndex index = open(folder)) {
            assertTrue(index.staleness().isPresent());
            assertEquals(4, index.size());
        }
    }

    @Test
    void whatIsDeletedIsInNoFileOnceItIsPurged() throws IOException {
        try (SceneIndex index = open(folder)) {
            try (SceneIndex.Rewriting together = index.rewrite()) {
                together.replace("zyxomma", List.of(scene("z", "zyxomma", "a xylophagous beetle")));
                for (int v = 1; v <= 30; v++) {
                    together.replace("v" + v, List.of(scene("s" + v, "v" + v, "a red car")));
                }
                together.complete();
            }
            assertTrue(anyFileHolds("zyxomma") && anyFileHolds("xylophagous"));
            index.delete("zyxomma");
            assertTrue(anyFileHolds("xylophagous"), "nothing is left to purge");
            index.purge();
            assertFalse(anyFileHolds("zyxomma") || anyFileHolds("xylophagous"));
            assertEquals(30, index.size());
            assertEquals(10, index.words(query("red car"), 10).size());
        }
    }

    private boolean anyFileHolds(String word) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aFolderThatIsInUseIsRefusedWithAWordOnWhatToDo() {
        try (SceneIndex index = open(folder)) {
            index.replace("v1", List.of(scene("a", "v1", "a red car")));
            IndexUnavailable refused = assertThrows(IndexUnavailable.class, () -> open(folder));
            assertTrue(refused.getMessage().contains(folder.toString())
                    && refused.getMessage().contains("in use"));
            assertEquals(1, index.size());
        }
    }

    @Test
    void aFileInTheFoldersPlaceIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a folder");
        IndexUnavailable refused = assertThrows(IndexUnavailable.class, () -> open(file));
        assertTrue(refused.getMessage().contains(file.toString()));
    }

    @Test
    void aClosedIndexSaysSo() {
        SceneIndex index = open(folder);
        index.close();
        assertThrows(IndexUnavailable.class, index::size);
        assertThrows(IndexUnavailable.class, () -> index.replace("v1", List.of(scene("a", "v1", "a car"))));
    }

    @Test
    void aKilledWriterLosesNothingThatItPublished() throws Exception {
        int published = 0;
        for (int kill = 1; kill <= 3; kill++) {
            published = Math.max(
                    published, KilledProcess.after(Publishing.class, 2 * kill, Duration.ZERO, folder.toString()));
            try (SceneIndex index = open(folder)) {
                Map<String, Long> videos = index.scenesByVideo();
                for (int v = 1; v <= published; v++) {
                    assertEquals(Publishing.SCENES, videos.get("v" + v), "video v" + v + " of " + published);
                }
                videos.forEach((video, scenes) -> assertEquals(Publishing.SCENES, scenes, video));
            }
        }
    }

    /** The process that is killed: publishes videos v1, v2, … for ever, all scenes of one at a time, and writes each number once the index says it is published. */
    static final class Publishing {

        static final long SCENES = 6;

        private Publishing() {}

        public static void main(String[] arguments) {
            try (SceneIndex index = open(Path.of(arguments[0]))) {
                for (int v = 1; ; v++) {
                    List<SceneDocument> scenes = new ArrayList<>();
                    for (int s = 0; s < SCENES; s++) {
                        scenes.add(scene("v" + v + "-" + s, "v" + v, "scene " + s));
                    }
                    index.replace("v" + v, scenes);
                    System.out.println(v);
                }
            }
        }
    }

    private void fill(int videos) {
        try (SceneIndex index = open(folder)) {
            index.clear();
            for (int v = 0; v < videos; v++) {
                index.replace("v" + v, List.of(scene("a" + v, "v" + v, "a red car")));
            }
            index.rebuilt();
        }
    }

    private void damage(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                byte[] bytes = Files.readAllBytes(file);
                if (kind.equals("truncated") && name.endsWith(".cfs")) {
                    Files.write(file, new byte[0]);
                } else if (kind.endsWith(".si") && name.endsWith(".si")) {
                    Files.delete(file);
                } else if (name.contains(kind) && bytes.length > 0) {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
            }
        }
    }

    private static SceneIndex open(Path folder) {
        return LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, MODEL, DIMENSIONS);
    }
}
