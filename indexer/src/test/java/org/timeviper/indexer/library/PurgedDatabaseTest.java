package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.process.KilledProcess;

/** The database's file is rewritten between everybody's work, and nothing but what was deleted is lost. */
class PurgedDatabaseTest {

    @TempDir
    Path folder;

    @Test
    void nothingOfWhatWasRemovedIsLeftInTheFile() throws Exception {
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
            Library library = new Library(database.source());
            String stays = UnpublishedVideo.add(library, "an ostrich", new float[384]);
            List<String> gone = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                gone.add(UnpublishedVideo.add(library, "a xylophagous beetle ".repeat(i), new float[384]));
            }
            assertTrue(isInTheFile("xylophagous") && isInTheFile(gone.getFirst()));
            gone.forEach(library::remove);
            assertTrue(database.purge(() -> false));
            assertFalse(isInTheFile("xylophagous") || gone.stream().anyMatch(this::isInTheFile));
            assertTrue(isInTheFile(stays)
                    && library.scenes(stays).getFirst().caption().equals("an ostrich"));
        }
    }

    private boolean isInTheFile(String word) {
        try {
            return Files.readString(folder.resolve("library.mv.db"), StandardCharsets.ISO_8859_1)
                    .contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPurgeIsGivenUpBeforeItBegins() {
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
            assertFalse(database.purge(() -> true));
        }
    }

    @Test
    void othersWorkBetweenPurgesAndLoseNothing() throws Exception {
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            Library library = new Library(database.source());
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger count = new AtomicInteger();
            List<Future<Set<String>>> added = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                added.add(workers.submit(() -> addAndRemove(library, count, over)));
            }
            for (int i = 0; i < 8; i++) {
                int before = count.get();
                Awaitility.await().until(() -> count.get() >= before + 20);
                assertTrue(database.purge(() -> false));
            }
            over.set(true);
            Set<String> expected = new HashSet<>();
            for (Future<Set<String>> one : added) {
                expected.addAll(one.get());
            }
            assertEquals(expected, ids(library));
        }
        try (LibraryDatabase again = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
            assertTrue(ids(new Library(again.source())).size() > 8);
        }
    }

    @Test
    void aProcessThatIsKilledInTheMiddleOfAPurgeLosesNothing() throws Exception {
        int added = 0;
        for (int kill = 0; kill < 3; kill++) {
            added += KilledProcess.after(Purging.class, 10, Duration.ofMillis(10L * kill), folder.toString());
            try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
                Library library = new Library(database.source());
                long whole = ids(library).stream()
                        .flatMap(id -> library.scenes(id).stream())
                        .filter(scene -> scene.caption().equals(Purging.CAPTION))
                        .count();
                assertTrue(whole >= added, whole + " of " + added + " videos are there");
            }
        }
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
            assertTrue(database.purge(() -> false));
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("library.mv.db")), files.toList(), "what a broken purge has left");
        }
    }

    /** The process that is killed: adds videos and purges the database for ever, and counts the videos once they are kept. */
    static final class Purging {

        static final String CAPTION = "A caption. ".repeat(5000);

        private Purging() {}

        public static void main(String[] arguments) {
            try (LibraryDatabase database =
                    LibraryDatabase.open(new LibraryAt(Path.of(arguments[0]), Optional.empty()))) {
                Library library = new Library(database.source());
                for (int i = 1; ; i++) {
                    UnpublishedVideo.add(library, CAPTION, new float[384]);
                    System.out.println(i);
                    database.purge(() -> false);
                }
            }
        }
    }

    /** @return the videos that stay */
    private static Set<String> addAndRemove(Library library, AtomicInteger count, AtomicBoolean over) {
        Set<String> stay = new HashSet<>();
        for (int i = 0; !over.get(); i++) {
            String id = UnpublishedVideo.add(library, "A caption. ".repeat(i % 200), new float[384]);
            count.incrementAndGet();
            if (i % 5 == 0) {
                stay.add(id);
            } else {
                library.remove(id, video -> {});
            }
        }
        return stay;
    }

    private static Set<String> ids(Library library) {
        return library.videos(0, 100_000).stream().map(Video::id).collect(Collectors.toSet());
    }
}
