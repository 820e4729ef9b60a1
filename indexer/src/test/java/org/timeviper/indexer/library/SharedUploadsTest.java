package org.timeviper.indexer.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.library.Answers.Standing;

/** Uploads, answers and conversations of two nodes on one real PostgreSQL and one folder: of two that do the same at the same time, one does it. */
class SharedUploadsTest {

    private static final int ROUNDS = 50;

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static LibraryDatabase first;
    private static LibraryDatabase second;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        LibraryAt shared = new LibraryAt(folder, Optional.of(postgres.getJdbcUrl("postgres", "postgres")));
        first = LibraryDatabase.open(shared);
        second = LibraryDatabase.open(shared);
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
        postgres.close();
    }

    @Test
    void aFilmThatBreaksOffAtOneNodeGoesOnAtTheOtherAndNothingOfTheFirstIsWrittenOverIt() throws IOException {
        Uploads here = uploads(first);
        Uploads there = uploads(second);
        Upload upload = begun(here, 6, later());
        assertTrue(here.begin(upload.id(), "a", 0, later()));
        assertTrue(here.append(upload, "a", 0, bytes(1, 2), later()));
        assertFalse(there.begin(upload.id(), "b", 0, later()), "it does not stand at 0 any more");
        assertTrue(there.begin(upload.id(), "b", 2, later()));
        assertFalse(here.append(upload, "a", 2, bytes(9, 9), later()));
        assertFalse(here.write(upload, "a", 2, bytes(9, 9)));
        assertFalse(here.advance(upload.id(), "a", 4, later()));
        assertTrue(there.write(upload, "b", 2, bytes(3, 4)));
        assertTrue(there.advance(upload.id(), "b", 4, later()));
        assertTrue(there.append(upload, "b", 4, bytes(5, 6), later()));
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, Files.readAllBytes(here.file(upload)));
        assertEquals(upload.said(), there.upload(upload.id()).orElseThrow().said());
        assertEquals(List.of(upload.id()), ids(there.leftWhole()));
        assertEquals(0, there.promised());

        assertTrue(here.claim(upload.id(), "x"));
        assertFalse(there.begin(upload.id(), "c", 6, later()), "a whole film has no writer");
        assertFalse(there.advance(upload.id(), "b", 0, later()));
        assertEquals(List.of(), there.leftWhole());
        assertFalse(there.terminate(upload.id()));
        assertTrue(here.end(upload, "x", null));
        assertTrue(there.terminate(upload.id()));
        assertFalse(Files.exists(here.file(upload)));
    }

    @Test
    void ofTwoNodesOneTakesAFilmInAndTheOtherOnlyOnceTheFirstIsSilent() throws Exception {
        Uploads here = uploads(first);
        Uploads there = uploads(second);
        for (int round = 0; round < ROUNDS; round++) {
            Upload upload = whole(here);
            List<Boolean> claimed =
                    together(() -> here.claim(upload.id(), "here"), () -> there.claim(upload.id(), "there"));
            assertEquals(1, claimed.stream().filter(mine -> mine).count());
            here.remove(upload.id());
        }
        Upload upload = whole(here);
        assertTrue(here.claim(upload.id(), "here"));
        for (int renewed = 0; renewed < 3; renewed++) {
            lapse(upload);
            assertTrue(here.renew(upload.id(), "here"));
            assertFalse(there.claim(upload.id(), "there"));
        }
        lapse(upload);
        assertTrue(there.claim(upload.id(), "there"));
        assertFalse(here.renew(upload.id(), "here"));
        assertFalse(here.end(upload, "here", null));
        assertTrue(there.end(upload, "there", "it is no film"));
        assertEquals("it is no film", here.upload(upload.id()).orElseThrow().problem());
        here.releaseClaims();
        assertTrue(here.remove(upload.id()));
    }

    @Test
    void anUploadThatGoesOnInItsLastMomentIsNotRemoved() throws Exception {
        Uploads here = uploads(first);
        Uploads there = uploads(second);
        int wentOn = 0;
        for (int round = 0; round < 4 * ROUNDS; round++) {
            Upload upload = begun(here, 6, Instant.now().minusSeconds(1));
            List<Boolean> done = together(
                    () -> here.begin(upload.id(), "a", 0, later()) && here.append(upload, "a", 0, bytes(1, 2), later()),
                    () -> there.removeExpired().contains(upload.id()));
            boolean survived = done.getFirst();
            wentOn += survived ? 1 : 0;
            assertEquals(!survived, done.getLast());
            assertEquals(survived, here.upload(upload.id()).isPresent());
            assertEquals(survived, Files.exists(here.file(upload)));
            here.remove(upload.id());
        }
        assertTrue(wentOn > 0, "none of the rounds went the way that was to be seen");
    }

    @Test
    void ofTwoRequestsWithOneKeyOneIsCarriedOut() throws Exception {
        Answers here = new Answers(first.source(), 1000);
        Answers there = new Answers(second.source(), 1000);
        Answer answer = new Answer(201, "/v1/uploads/x", "tomorrow", "application/json", "{\"a\":\"é\"}");
        for (int round = 0; round < 4 * ROUNDS; round++) {
            String key = "key " + round;
            List<Standing> standings = together(() -> here.begin(key, "r"), () -> there.begin(key, "r"));
            assertEquals(
                    1,
                    standings.stream().filter(Standing.Begun.class::isInstance).count(),
                    standings::toString);
            assertEquals(
                    1,
                    standings.stream()
                            .filter(Standing.UnderWay.class::isInstance)
                            .count(),
                    standings::toString);
            here.keep(key, answer);
            assertEquals(new Standing.Answered(answer), there.begin(key, "r"));
            assertInstanceOf(Standing.Taken.class, there.begin(key, "another"));
        }
        here.forget("x");
        assertInstanceOf(Standing.Begun.class, there.begin("key 0", "r"));
        there.abandon("key 0");
        Answers few = new Answers(first.source(), 3);
        IntStream.range(0, 9).forEach(i -> {
            few.begin("few " + i, "r");
            few.keep("few " + i, answer);
        });
        assertInstanceOf(Standing.Begun.class, there.begin("few 0", "r"));
        assertEquals(new Standing.Answered(answer), there.begin("few 8", "r"));
        there.abandonAll();
    }

    @Test
    void ofTwoNodesOneTellsThatAJobHasEnded() throws Exception {
        Library library = new Library(first.source(), true);
        JobMessages here = new JobMessages(first.source());
        JobMessages there = new JobMessages(second.source());
        for (int round = 0; round < ROUNDS; round++) {
            String job = UnpublishedVideo.add(library, Path.of("film.mp4"));
            library.finish(job, ProblemCode.MEDIA_DAMAGED, "it is damaged");
            List<Optional<JobMessage>> taken =
                    together(() -> here.take(Duration.ofMinutes(1)), () -> there.take(Duration.ofMinutes(1)));
            List<JobMessage> messages = taken.stream().flatMap(Optional::stream).toList();
            assertEquals(1, messages.size());
            JobMessage message = messages.getFirst();
            assertEquals(job, message.jobId());
            assertEquals(JobState.FAILED, message.state());
            assertEquals("it is damaged", message.problem());
            here.later(message.id(), Instant.now());
            assertEquals(1, there.take(Duration.ofMinutes(1)).orElseThrow().tries());
            there.remove(message.id());
            library.remove(message.videoId());
        }
        assertEquals(Optional.empty(), here.take(Duration.ofMinutes(1)));
    }

    private static <T> List<T> together(Callable<T> one, Callable<T> other) throws Exception {
        CyclicBarrier line = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<T> first = threads.submit(() -> {
                line.await();
                return one.call();
            });
            Future<T> second = threads.submit(() -> {
                line.await();
                return other.call();
            });
            return List.of(first.get(), second.get());
        }
    }

    /** As if whoever has claimed it had been silent for too long by now. */
    private static void lapse(Upload upload) {
        Jdbi.create(first.source())
                .useHandle(rows -> rows.execute(
                        "update uploads set claimed_until = now() - interval '1 second' where id = ?", upload.id()));
    }

    private static Uploads uploads(LibraryDatabase database) {
        return new Uploads(database.source(), folder);
    }

    private static Instant later() {
        return Instant.now().plusSeconds(600);
    }

    private static ByteBuffer bytes(int one, int other) {
        return ByteBuffer.wrap(new byte[] {(byte) one, (byte) other});
    }

    private static List<String> ids(List<Upload> uploads) {
        return uploads.stream().map(Upload::id).toList();
    }

    private static Upload whole(Uploads uploads) throws IOException {
        Upload upload = begun(uploads, 2, later());
        assertTrue(uploads.begin(upload.id(), "writer", 0, later()));
        assertTrue(uploads.append(upload, "writer", 0, bytes(1, 2), later()));
        return upload;
    }

    private static Upload begun(Uploads uploads, long size, Instant expires) {
        Upload upload = new Upload(
                UUID.randomUUID().toString(),
                "Boot, größer.mp4",
                new Attributes("news", List.of("harbour", "サッカー"), "ja", Map.of("rights", "owned", "note", "a=b, 夜")),
                "filename Qm9vdA==",
                size,
                0,
                Instant.now(),
                expires,
                false,
                null);
        uploads.add(upload);
        return upload;
    }

    @Test
    void aQuestionOfAConversationIsTakenOnByOneNodeAndAVideoThatIsDeletedMeanwhileIsNotToldOf() throws Exception {
        Conversations here = new Conversations(first.source(), ConversationsTest.Bounds.WIDE);
        Conversations there = new Conversations(second.source(), ConversationsTest.Bounds.WIDE);
        Library library = new Library(second.source());
        String film = UnpublishedVideo.add(library, Path.of("film.mp4"));
        String id = here.begin(ConversationsTest.turn("What?", film)).orElseThrow();
        assertTrue(here.claim(id, "here"));
        assertFalse(there.claim(id, "there"));
        here.release(id, "here");
        assertTrue(there.claim(id, "there"));
        for (int round = 0; round < ROUNDS; round++) {
            String gone = UnpublishedVideo.add(library, Path.of("gone.mp4"));
            CyclicBarrier together = new CyclicBarrier(2);
            try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
                Future<Boolean> added = nodes.submit(() -> {
                    together.await();
                    return here.add(id, ConversationsTest.turn("Gone?", film, gone));
                });
                Future<Boolean> removed = nodes.submit(() -> {
                    together.await();
                    return library.remove(gone);
                });
                added.get();
                assertTrue(removed.get());
            }
            assertEquals(
                    List.of("What?"),
                    there.conversation(id).orElseThrow().turns().stream()
                            .map(Turn::question)
                            .toList());
        }
    }
}
