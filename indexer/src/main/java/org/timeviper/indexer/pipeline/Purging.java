package org.timeviper.indexer.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.LibraryDatabase;

/**
 * Takes off the disk what index and database have only marked as deleted: some time after a deletion, once for all that were made meanwhile, as it may rewrite much. That it
 * is due is noted in the library's folder, so that a service that ends before goes on with it when it starts again.
 */
public final class Purging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purging.class);
    private static final String NOTE = "purge-due";

    private final SceneIndex index;
    private final LibraryDatabase database;
    private final Path note;
    private final Duration after;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("purging").factory());
    private boolean due;

    /**
     * @param data the library's folder
     * @param after how long deletions are gathered
     */
    public Purging(SceneIndex index, LibraryDatabase database, Path data, Duration after) {
        this.index = index;
        this.database = database;
        this.note = data.resolve(NOTE);
        this.after = after;
    }

    /** Goes on with what was due when the service ended. */
    public void begin() {
        if (Files.exists(note)) {
            ask();
        }
    }

    /** Something was deleted. */
    public synchronized void ask() {
        if (due) {
            return;
        }
        due = true;
        try {
            Files.write(note, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("The note " + note + " cannot be written", e);
        }
        timer.schedule(this::purge, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void purge() {
        synchronized (this) {
            due = false; // what is deleted from here on may come too late for this time
        }
        try {
            index.purge();
            database.purge();
            done();
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("What was deleted could not be taken off the disk; it is tried again", e);
                ask();
            }
        }
    }

    private synchronized void done() {
        try {
            if (!due) {
                Files.deleteIfExists(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The note " + note + " cannot be deleted", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
