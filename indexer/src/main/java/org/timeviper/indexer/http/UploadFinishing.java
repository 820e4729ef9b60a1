package org.timeviper.indexer.http;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.media.UnreadableMedia;

/**
 * Ends resumable uploads: brings whole ones into the library, also those whose service died after their last byte, and removes the ones that were given up. The client
 * of an interrupted upload may never ask again, so nothing waits for it.
 */
@Singleton
final class UploadFinishing {

    private static final Logger LOG = LoggerFactory.getLogger(UploadFinishing.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Uploads uploads;
    private final Intake intake;
    private final LibrarySettings settings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("uploads").factory());

    @Inject
    UploadFinishing(Uploads uploads, Intake intake, LibrarySettings settings) {
        this.uploads = uploads;
        this.intake = intake;
        this.settings = settings;
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

    void stop(@Observes ShutdownEvent stopped) {
        timer.shutdownNow();
    }

    /** Ends what is due, once. */
    void lookAfter() {
        try {
            uploads.leftWhole().forEach(this::finishLater);
            int removed = uploads.removeExpired();
            if (removed > 0) {
                LOG.info("{} uploads had expired and are removed", removed);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.error("Resumable uploads could not be looked after; it is tried again", e);
            }
        }
    }

    private void finishLater(Upload upload) {
        try {
            finish(upload);
        } catch (UnreadableMedia e) {
            LOG.info("The upload {} is refused: {}", upload.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The upload {} could not be taken into the library; it is tried again", upload.id(), e);
            if (upload.expiresAt().isBefore(Instant.now())) {
                uploads.end(
                        upload, "It could not be taken into the library: upload it again. The service's log says why.");
            }
        }
    }

    /**
     * Brings a whole upload into the library, unless another request or process does it already.
     *
     * @throws UnreadableMedia if it is no film that can be used; the upload is ended then, and nothing of it is kept
     */
    void finish(Upload upload) {
        if (!uploads.claim(upload.id())) {
            return;
        }
        try {
            intake.finish(upload, uploads.file(upload));
            uploads.end(upload, null);
        } catch (UnreadableMedia e) {
            uploads.end(upload, e.getMessage());
            throw e;
        }
    }
}
