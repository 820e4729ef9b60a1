package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.ForwardedIndex;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.search.lucene.CaptionLanguage;

/** What is deleted leaves the disk in the end, whatever happens in between. */
class PurgingTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private CountedIndex index;
    private Path notes;

    /** Counts how often it is purged, each time after what a test wants to happen then. */
    private static final class CountedIndex extends ForwardedIndex {
        private final AtomicInteger purges = new AtomicInteger();
        private volatile Runnable before = () -> {};

        CountedIndex(Path folder) {
            super(LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, "a model", 3));
        }

        @Override
        public void purge() {
            before.run();
            super.purge();
            purges.incrementAndGet();
        }
    }

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        notes = folder.resolve("index");
        index = new CountedIndex(notes);
    }

    @AfterEach
    void close() {
        index.close();
        database.close();
    }

    private Purging purging(Path noted, Duration after) {
        return new Purging(index, database, noted, after);
    }

    private void purged(int times) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> index.purges.get() == times);
    }

    private static boolean due(Path noted) {
        return Files.exists(noted.resolve("purge-due"));
    }

    @Test
    void whatCannotBeNotedIsPurgedNevertheless() throws IOException {
        Path full = Files.createFile(folder.resolve("no-folder"));
        try (Purging purging = purging(full, SOON)) {
            purging.ask();
            purged(1);
            Files.delete(full);
            purging.ask();
            purged(2);
            Awaitility.await().until(() -> !due(full));
        }
    }

    @Test
    void whatWasDueWhenTheServiceEndedIsPurgedAfterTheNextStart() {
        try (Purging purging = purging(notes, LATER)) {
            purging.ask();
        }
        assertTrue(due(notes));
        assertEquals(0, index.purges.get());
        try (Purging purging = purging(notes, SOON)) {
            purging.begin();
            purged(1);
            Awaitility.await().until(() -> !due(notes));
        }
        try (Purging purging = purging(notes, SOON)) {
            purging.begin();
        }
        assertEquals(1, index.purges.get());
    }

    @Test
    void aNodeThatHasPurgedDoesNotTakeAwayWhatAnotherHasNoted() {
        try (Purging one = purging(notes, SOON);
                Purging other = purging(notes, LATER)) {
            index.before = () -> {
                index.before = () -> {};
                other.ask();
            };
            one.ask();
            purged(1);
            Awaitility.await("the other node's purge is still due")
                    .during(Duration.ofMillis(500))
                    .until(() -> due(notes));
        }
        try (Purging restarted = purging(notes, SOON)) {
            restarted.begin();
            purged(2);
            Awaitility.await().until(() -> !due(notes));
        }
    }

    @Test
    void anIndexThatKeepsSomethingForAWhileIsAskedAgain() {
        index.before = () -> {
            index.before = () -> {};
            throw new IndexUnavailable("it still keeps 3 deleted documents", null);
        };
        try (Purging purging = purging(notes, SOON)) {
            purging.ask();
            purged(1);
            Awaitility.await().until(() -> !due(notes));
        }
    }

    @Test
    void whoeverClosesWaitsForTheRoundUnderWayAndDoesNotInterruptIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        boolean[] interrupted = {false};
        index.before = () -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                interrupted[0] = true;
            }
        };
        Purging purging = purging(notes, Duration.ZERO);
        purging.ask();
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        Thread closing = Thread.ofPlatform().start(purging::close);
        assertFalse(closing.join(Duration.ofMillis(300)), "it waits");
        goOn.countDown();
        assertTrue(closing.join(Duration.ofSeconds(30)));
        assertFalse(interrupted[0]);
        assertEquals(1, index.purges.get());
        assertTrue(due(notes), "the database was not purged any more");
    }
}
