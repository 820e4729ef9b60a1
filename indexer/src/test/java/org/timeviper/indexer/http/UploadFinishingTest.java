package org.timeviper.indexer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.Answer;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.media.UnreadableMedia;

/** A whole film is taken into the library by one at a time, however long that takes. */
class UploadFinishingTest {

    private static final Duration CLAIM = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static LibraryAt library;
    private static LibraryDatabase database;
    private static Uploads uploads;
    private static Answers answers;

    @BeforeAll
    static void open() {
        library = new LibraryAt(folder, Optional.empty());
        database = LibraryDatabase.open(library);
        uploads = new Uploads(database.source(), folder, CLAIM);
        answers = new Answers(database.source(), 100);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** As where a film of 20 GB has to be copied to another disk. */
    @Test
    void aFilmThatTakesLongerThanItsClaimIsTakenInOnceAndByOne() throws Exception {
        Upload whole = whole(Instant.now().plusSeconds(60));
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean stillMine = new AtomicBoolean();
        Uploads renewed = new Uploads(database.source(), folder, CLAIM.multipliedBy(5));
        UploadFinishing slow = new UploadFinishing(renewed, answers, library, (upload, mine) -> {
            begun.incrementAndGet();
            await(go);
            stillMine.set(mine.getAsBoolean());
        });
        UploadFinishing other =
                new UploadFinishing(renewed, answers, library, (upload, mine) -> begun.incrementAndGet());
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> first = threads.submit(() -> slow.finish(whole));
            Awaitility.await().atMost(PATIENCE).until(() -> begun.get() == 1);
            Set<Instant> claims = new HashSet<>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                other.lookAfter();
                claims.add(claimedUntil(whole));
                return claims.size() > 2; // it goes on being claimed before it could be by another
            });
            assertTrue(Files.exists(uploads.file(whole)));
            go.countDown();
            first.get();
        }
        assertEquals(1, begun.get());
        assertTrue(stillMine.get());
        assertTrue(uploads.upload(whole.id()).orElseThrow().ended());
        assertFalse(Files.exists(uploads.file(whole)));
        slow.stop(null);
        other.stop(null);
    }

    private static Instant claimedUntil(Upload upload) {
        return Jdbi.create(database.source())
                .withHandle(rows -> rows.select("select claimed_until from uploads where id = ?", upload.id())
                        .mapTo(OffsetDateTime.class)
                        .one()
                        .toInstant());
    }

    @Test
    void whoHasLostHisClaimEndsNothing() throws Exception {
        Upload whole = whole(Instant.now().plusSeconds(60));
        assertTrue(uploads.claim(whole.id(), "silent"));
        Thread.sleep(CLAIM.plusMillis(200).toMillis());
        assertTrue(uploads.claim(whole.id(), "other"));
        assertFalse(uploads.renew(whole.id(), "silent"));
        assertFalse(uploads.end(whole, "silent", null));
        assertTrue(Files.exists(uploads.file(whole)));
        assertTrue(uploads.end(whole, "other", null));
    }

    @Test
    void whatIsRefusedCannotBeTakenInOrExpiresMayBeginAgainWithItsKey() throws Exception {
        Upload refused = whole(Instant.now().plusSeconds(60));
        Upload hopeless = whole(Instant.now().minusSeconds(1));
        Upload forgotten = begun(Instant.now().minusSeconds(1));
        remember(refused, hopeless, forgotten);
        UploadFinishing finishing = new UploadFinishing(uploads, answers, library, (upload, mine) -> {
            if (upload.id().equals(refused.id())) {
                throw new UnreadableMedia(UnreadableMedia.Kind.NOT_MEDIA, "notes.mp4 is not a film");
            }
            throw new IllegalStateException("the disk is away");
        });
        finishing.lookAfter();
        assertEquals(
                "notes.mp4 is not a film",
                uploads.upload(refused.id()).orElseThrow().problem());
        for (Upload one : new Upload[] {refused, hopeless, forgotten}) {
            assertEquals(new Answers.Standing.Begun(), answers.begin("key of " + one.id(), "request"));
        }
        finishing.stop(null);
    }

    private static void remember(Upload... those) {
        for (Upload one : those) {
            answers.begin("key of " + one.id(), "request");
            answers.keep("key of " + one.id(), new Answer(201, "/v1/uploads/" + one.id(), "then", null, null));
        }
    }

    private static void await(CountDownLatch go) {
        try {
            assertTrue(go.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Upload whole(Instant expires) throws Exception {
        Upload upload = begun(expires);
        assertTrue(uploads.begin(upload.id(), "writer", 0, expires));
        assertTrue(uploads.append(upload, "writer", 0, ByteBuffer.wrap(new byte[100]), expires));
        return uploads.upload(upload.id()).orElseThrow();
    }

    private static Upload begun(Instant expires) {
        Upload upload = new Upload(
                UUID.randomUUID().toString(),
                "film.mp4",
                Attributes.NONE,
                "",
                100,
                0,
                Instant.now(),
                expires,
                false,
                null);
        uploads.add(upload);
        return upload;
    }
}
