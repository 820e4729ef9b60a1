package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.fetch.FetchTimes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.UnreadableMedia;

/** No job is forgotten, and none waits for another one's server. */
class JobQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LAST_WORK = Duration.ofMillis(1500);
    private static final Path FILM = Path.of("film.mp4");

    @TempDir
    Path folder;

    private LibraryDatabase database;
    private Library library;

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JobQueue queue(JobWork work) {
        return new JobQueue(database.source(), library, new Workers(1, 3), FetchTimes.LONG, work, () -> {});
    }

    private JobState state(String job) {
        return library.job(job).orElseThrow().state();
    }

    @Test
    void aJobThatIsRetriedBeforeItIsOffTheScheduleRunsAgain() {
        Set<String> tried = ConcurrentHashMap.newKeySet();
        JobQueue[] queue = new JobQueue[1];
        queue[0] = queue(job -> {
            boolean first = tried.add(job.id());
            library.finish(job.id(), first ? ProblemCode.MEDIA_DAMAGED : null, first ? "the film is damaged" : null);
            if (first) { // somebody who has just read so does this, and the queue has not yet heard
                library.retry(job.id());
                queue[0].submit(job.id());
            }
        });
        try (JobQueue running = queue[0]) {
            running.start(true);
            String job = UnpublishedVideo.add(library, FILM);
            running.submit(job);
            Awaitility.await().atMost(PATIENCE).until(() -> state(job) == JobState.DONE);
        }
    }

    @Test
    void whoeverRetriesTheMomentThatAJobHasFailedIsHeard() {
        Set<String> tried = ConcurrentHashMap.newKeySet();
        try (JobQueue queue = queue(job -> {
            if (tried.add(job.id())) {
                throw new UnreadableMedia(UnreadableMedia.Kind.NOT_MEDIA, "notes.mp4 is not a film");
            }
            library.finish(job.id(), null, null);
        })) {
            queue.start(true);
            for (int round = 0; round < 100; round++) {
                String job = UnpublishedVideo.add(library, FILM);
                queue.submit(job);
                spin(() -> state(job) == JobState.FAILED);
                assertEquals(
                        ProblemCode.MEDIA_NOT_A_VIDEO,
                        library.job(job).orElseThrow().problemCode());
                assertTrue(library.retry(job));
                queue.submit(job);
                spin(() -> state(job) == JobState.DONE);
                assertNull(library.job(job).orElseThrow().problemCode());
            }
        }
    }

    private static void spin(BooleanSupplier until) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!until.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it waits for ever");
        }
    }

    /** Work whose films come when a test lets them. */
    private final class SlowServer implements JobWork {
        private final CountDownLatch film = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile boolean ending;

        @Override
        public void fetch(Job job) {
            library.progress(job.id(), "fetch", 1, 60.0);
            asked.countDown();
            try {
                assertTrue(film.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (ending) {
                throw new CancellationException("the service ends");
            }
            library.fetched(job.videoId(), FILM, 1000);
        }

        @Override
        public void end() {
            ending = true;
            film.countDown();
        }

        @Override
        public void run(Job job) {
            assertEquals(Optional.empty(), library.source(job.videoId()));
            library.finish(job.id(), null, null);
        }
    }

    @Test
    void aFilmThatIsSlowToComeHoldsUpNoOther() throws InterruptedException {
        SlowServer server = new SlowServer();
        try (JobQueue queue = queue(server)) {
            queue.start(true);
            String imported = imported();
            queue.submit(imported);
            assertTrue(server.asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            String uploaded = UnpublishedVideo.add(library, FILM);
            queue.submit(uploaded);
            Awaitility.await().atMost(PATIENCE).until(() -> state(uploaded) == JobState.DONE);
            assertEquals(JobState.RUNNING, state(imported));
            server.film.countDown();
            Awaitility.await().atMost(PATIENCE).until(() -> state(imported) == JobState.DONE);
        }
    }

    @Test
    void aFilmThatWasComingWhenTheServiceEndedComesAtTheNextStart() throws InterruptedException {
        SlowServer server = new SlowServer();
        String job = imported();
        try (JobQueue queue = queue(server)) {
            queue.start(true);
            assertTrue(server.asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        SlowServer next = new SlowServer();
        next.film.countDown();
        try (JobQueue queue = queue(next)) {
            queue.start(true);
            Awaitility.await().atMost(PATIENCE).until(() -> state(job) == JobState.DONE);
        }
    }

    /** An interrupt would close the files that index and database write, for everybody. */
    @Test
    void whoeverWorksWhenTheQueueIsClosedEndsUninterruptedBeforeTheDatabaseIsClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ending = new AtomicBoolean();
        AtomicReference<String> left = new AtomicReference<>("it still works");
        JobWork slow = new JobWork() {
            @Override
            public void run(Job job) {
                begun.countDown();
                // Long enough for a queue that does not wait to be closed before.
                long since = 0;
                while (since == 0 || System.nanoTime() - since < LAST_WORK.toNanos()) {
                    assertTrue(library.progress(job.id(), "describe", 50, null));
                    since = since == 0 && ending.get() ? System.nanoTime() : since;
                }
                left.set(Thread.currentThread().isInterrupted() ? "it was interrupted" : "well");
                throw new CancellationException("the service ends");
            }

            @Override
            public void end() {
                ending.set(true);
            }
        };
        String job = UnpublishedVideo.add(library, FILM);
        try (JobQueue queue = queue(slow)) {
            queue.start(true);
            assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals("well", left.get());
        assertEquals(JobState.RUNNING, state(job));
        try (JobQueue queue = queue(again -> library.finish(again.id(), null, null))) {
            queue.start(true);
            Awaitility.await().atMost(PATIENCE).until(() -> state(job) == JobState.DONE);
        }
    }

    private String imported() {
        String id = UnpublishedVideo.add(library, FILM);
        Video video = library.video(id).orElseThrow();
        library.remove(id);
        Instant now = Instant.now();
        String job = UUID.randomUUID().toString();
        library.add(
                video,
                new Job(job, id, JobState.QUEUED, "fetch", 0, null, null, null, now, now),
                URI.create("https://media.example.org/film.mp4"));
        return job;
    }
}
