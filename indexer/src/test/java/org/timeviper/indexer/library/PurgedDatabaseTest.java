package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database's file is rewritten under everybody's hands, and nothing but what was deleted is lost. */
class PurgedDatabaseTest {

    private static final long SEED = 11;

    @TempDir
    Path folder;

    private final TreeMap<Integer, String> kept = new TreeMap<>();
    private final AtomicInteger losses = new AtomicInteger();

    @Test
    void aLossOfPowerAtAnyWriteOfARewritingLosesNothing() {
        FilePath.register(new PowerlessDisk());
        PowerlessDisk.empty(new Random(SEED), this::isWhole);
        try (MVStore store = open(PowerlessDisk.SCHEME + ":" + folder.resolve("library.mv.db"))) {
            fill(store);
            store.sync();
            PowerlessDisk.watch(true);
            assertTrue(LibraryDatabase.rewrite(store, () -> false));
            PowerlessDisk.watch(false);
            assertTrue(losses.get() > 10, "the power went off only " + losses + " times");
            assertEquals(kept, new TreeMap<>(store.openMap("kept")));
        }
    }

    private static MVStore open(String file) {
        return new MVStore.Builder().fileName(file).autoCommitDisabled().open();
    }

    /** Some hundred blocks, of which each holds something that is deleted. */
    private void fill(MVStore store) {
        Random random = new Random(SEED);
        MVMap<Integer, String> map = store.openMap("kept");
        for (int i = 0; i < 600; i++) {
            String value = Long.toHexString(random.nextLong()).repeat(100);
            map.put(i, value);
            kept.put(i, value);
            if (i % 6 == 5) {
                store.commit();
            }
        }
        for (int i = 0; i < 600; i += 3) {
            map.remove(i);
            kept.remove(i);
            if (i % 30 == 0) {
                store.commit();
            }
        }
        store.commit();
    }

    private void isWhole(byte[] bytes) {
        Path file = folder.resolve("after-" + losses.incrementAndGet() + ".mv.db");
        try {
            Files.write(file, bytes);
            try (MVStore store = open(file.toString())) {
                assertEquals(kept, new TreeMap<>(store.openMap("kept")), "after loss " + losses);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aRewritingIsGivenUpBetweenTwoRounds() {
        try (MVStore store = open(folder.resolve("given-up.mv.db").toString())) {
            fill(store);
            AtomicInteger asked = new AtomicInteger();
            int retention = store.getRetentionTime();
            assertFalse(LibraryDatabase.rewrite(store, () -> asked.incrementAndGet() == 2));
            assertEquals(2, asked.get());
            assertEquals(retention, store.getRetentionTime());
            assertEquals(kept, new TreeMap<>(store.openMap("kept")));
        }
    }

    @Test
    void othersWorkBetweenTheRoundsAndLoseNothing() throws Exception {
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
                ExecutorService workers = Executors.newFixedThreadPool(4)) {
            Library library = new Library(database.source());
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Set<String>>> added = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                added.add(workers.submit(() -> addAndRemove(library, over)));
            }
            for (int i = 0; i < 8; i++) {
                assertTrue(database.purge(() -> false));
            }
            over.set(true);
            Set<String> expected = new HashSet<>();
            for (Future<Set<String>> one : added) {
                expected.addAll(one.get());
            }
            assertTrue(expected.size() > 4, "nobody could work");
            assertEquals(expected, ids(library));
        }
        try (LibraryDatabase again = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()))) {
            assertTrue(ids(new Library(again.source())).size() > 4);
        }
    }

    /** @return the videos that stay */
    private static Set<String> addAndRemove(Library library, AtomicBoolean over) {
        Set<String> stay = new HashSet<>();
        for (int i = 0; !over.get(); i++) {
            String id = UnpublishedVideo.add(library, "A caption. ".repeat(i % 200), new float[384]);
            if (i % 20 == 0) {
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
