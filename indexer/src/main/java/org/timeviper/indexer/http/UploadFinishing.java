package org.timeviper.indexer.http;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.media.UnreadableMedia;

/**
 * Ends resumable uploads: brings whole ones into the library, also those whose service died after their last byte, and removes the ones that were given up. The client
 * of an interrupted upload may never ask again, so nothing waits for it. However long a film takes to be brought in, it is done by one at a time.
 */
@Singleton
final class UploadFinishing {

    private static final Logger LOG = LoggerFactory.getLogger(UploadFinishing.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Seconds that a film under way has to get into the library when the service stops; else it goes on with the next start. */
    private static final int PATIENCE = 10;

    /** Brings a whole upload into the library. */
    @FunctionalInterface
    interface Taking {

        /** @param mine asked before the library hears of it: whether it is still the caller's to do */
        void take(Upload upload, BooleanSupplier mine);
    }

    private final Uploads uploads;
    private final Answers answers;
    private final LibrarySettings settings;
    private final Taking taking;

    /** One thread for what is due, which may take long, and one that tells meanwhile that it is still at it. */
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("uploads-", 0).factory());

    @Inject
    UploadFinishing(Uploads uploads, Answers answers, Intake intake, LibrarySettings settings) {
        this(uploads, answers, settings, (upload, mine) -> intake.finish(upload, uploads.file(upload), mine));
    }

    UploadFinishing(Uploads uploads, Answers answers, LibrarySettings settings, Taking taking) {
        this.uploads = uploads;
        this.answers = answers;
        this.settings = settings;
        this.taking = taking;
    }

    /** After the library is swept, and before the first request. */
    void start(@Observes @Priority(20) StartupEvent started) {
        if (settings.database().url().isEmpty()) {
            uploads.releaseClaims();
            uploads.sweep();
        }
        long pause = Math.min(
                LONGEST_PAUSE.toMillis(),
                Math.max(1, settings.upload().expires().toMillis() / 4));
        timer.scheduleWithFixedDelay(this::lookAfter, 0, pause, TimeUnit.MILLISECONDS);
    }

    /** Interrupts nothing: the embedded database closes the file that an interrupted thread writes. */
    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(PATIENCE, TimeUnit.SECONDS);
    }

    /** Ends what is due, once. */
    void lookAfter() {
        try {
            uploads.leftWhole().forEach(this::finishLater);
            int removed = removeExpired();
            if (removed > 0) {
                LOG.info("{} uploads had expired and are removed", removed);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.error("Resumable uploads could not be looked after; it is tried again", e);
            }
        }
    }

    private int removeExpired() {
        var removed = uploads.removeExpired();
        removed.forEach(answers::forget);
        return removed.size();
    }

    private void finishLater(Upload upload) {
        try {
            finish(upload);
        } catch (UnreadableMedia e) {
            LOG.info("The upload {} is refused: {}", upload.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The upload {} could not be taken into the library; it is tried again", upload.id(), e);
        }
    }

    /**
     * Brings a whole upload into the library, unless another request or process does it already.
     *
     * @throws UnreadableMedia if it is no film that can be used; the upload is ended then, and nothing of it is kept
     */
    void finish(Upload upload) {
        String owner = UUID.randomUUID().toString();
        if (!uploads.claim(upload.id(), owner)) {
            return;
        }
        BooleanSupplier renewed = () -> uploads.renew(upload.id(), owner);
        long pause = Math.max(1, uploads.claimTime().toMillis() / 3);
        ScheduledFuture<?> renewing =
                timer.scheduleWithFixedDelay(() -> renew(upload, renewed), pause, pause, TimeUnit.MILLISECONDS);
        try {
            taking.take(upload, renewed);
            uploads.end(upload, owner, null);
        } catch (UnreadableMedia e) {
            refuse(upload, owner, e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            if (upload.expiresAt().isBefore(Instant.now())) {
                refuse(
                        upload,
                        owner,
                        "It could not be taken into the library: upload it again. The service's log says why.");
            }
            throw e;
        } finally {
            renewing.cancel(false);
        }
    }

    private static void renew(Upload upload, BooleanSupplier renewed) {
        try {
            renewed.getAsBoolean();
        } catch (RuntimeException e) { // which would end the renewing
            LOG.warn("That the upload {} is being taken in could not be noted; it is tried again", upload.id(), e);
        }
    }

    /** Its creation is not told of again either: the film may come again with the same key. */
    private void refuse(Upload upload, String owner, String problem) {
        uploads.end(upload, owner, problem);
        answers.forget(upload.id());
    }
}
