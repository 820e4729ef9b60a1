package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video's files go and change as a whole, whoever else is at them. */
class MediaStoreTest {

    @TempDir
    Path data;

    private MediaStore media;

    @BeforeEach
    void open() {
        media = new MediaStore(data);
    }

    @Test
    void aVideoIntoWhichADecoderStillWritesIsRemovedNevertheless() throws Exception {
        Path frames = Files.createDirectories(media.nextFrames("x", "job"));
        AtomicBoolean removing = new AtomicBoolean();
        try (ExecutorService decoder = Executors.newSingleThreadExecutor()) {
            Future<Integer> written = decoder.submit(() -> {
                int count = 0;
                for (int last = 0; last < 2000; last += removing.get() ? 1 : 0) {
                    count += write(frames.resolve("frame-" + count + ".jpg"));
                }
                return count;
            });
            while (Files.notExists(frames.resolve("frame-0.jpg"))) {
                Thread.onSpinWait();
            }
            removing.set(true);
            media.remove("x");
            assertTrue(written.get() > 0);
        }
        media.remove("x");
        assertFalse(Files.exists(data.resolve("media").resolve("x")));
    }

    /** As a decoder does, which makes its folder if there is none. */
    private static int write(Path picture) throws IOException {
        try {
            Files.createDirectories(picture.getParent());
            Files.createFile(picture);
            return 1;
        } catch (NoSuchFileException e) {
            return 0; // just deleted
        }
    }

    @Test
    void ofTwoThatRemoveAVideoNeitherMindsTheOther() throws Exception {
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                Path frames = Files.createDirectories(media.frames("x"));
                for (int i = 0; i < 50; i++) {
                    Files.createFile(frames.resolve(i + ".jpg"));
                }
                Future<?> one = others.submit(() -> media.remove("x"));
                Future<?> other = others.submit(() -> media.remove("x"));
                one.get();
                other.get();
                assertFalse(Files.exists(frames.getParent()));
            }
        }
    }

    @Test
    void newPicturesTakeTheOldOnesPlaceAndLeaveNothingBeside() throws IOException {
        Files.createFile(Files.createDirectories(media.frames("x")).resolve("old.jpg"));
        Files.createFile(Files.createDirectories(media.nextFrames("x", "job")).resolve("new.jpg"));
        Files.createFile(
                Files.createDirectories(media.nextFrames("x", "another")).resolve("never.jpg"));
        media.removeOtherFrames("x", "job");
        media.useFrames("x", "job");
        assertEquals(
                List.of("frames", "frames/new.jpg"), below(data.resolve("media").resolve("x")));
        media.removeOtherFrames("nobody", "job");
    }

    private static List<String> below(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void whatTheModelRemembersOfAVideoGoesWithItAndASweepTakesWhatIsOfNone() throws IOException {
        for (String video : List.of("gone", "known", "unknown")) {
            Files.createDirectories(media.seen(video));
            Files.createFile(media.seen(video).resolve("x.state.safetensors"));
            Files.createFile(media.seen(video).resolve("x.state.safetensors.1.part"));
        }
        media.remove("gone");
        assertFalse(Files.exists(media.seen("gone")));
        media.sweep("known"::equals);
        assertFalse(Files.exists(media.seen("unknown")));
        try (Stream<Path> left = Files.list(media.seen("known"))) {
            assertEquals(List.of(media.seen("known").resolve("x.state.safetensors")), left.toList());
        }
    }
}
