package org.timeviper.indexer.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.LibraryDatabase;

/**
 * Takes off the disk what index and database have only marked as deleted: some time after a deletion, once for all that were made meanwhile, as it may rewrite much. That it
 * is due is noted in a file beside the index, so that a service that ends before goes on with it when it starts again. Nodes that share an index may share the note too.
 */
public final class Purging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purging.class);
    private static final String NOTE = "purge-due";

    private final SceneIndex index;
    private final LibraryDatabase database;
    private final Path note;
    private final Duration after;
    private final String mine = UUID.randomUUID().toString();
    private final Rounds rounds = new Rounds("purging");
    private boolean due;

    /**
     * @param folder where it is noted that a purge is due; made if it does not exist
     * @param after how long deletions are gathered
     */
    public Purging(SceneIndex index, LibraryDatabase database, Path folder, Duration after) {
        this.index = index;
        this.database = database;
        this.note = folder.resolve(NOTE);
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
        if (due || rounds.closing()) { // the note is for the next start
            write();
            return;
        }
        due = true;
        rounds.once(after, this::purge);
        write();
    }

    /** Names this process in the note, so that none that was asked before takes it away. What cannot be noted is purged nevertheless, if this process lives. */
    private void write() {
        try {
            Files.createDirectories(note.getParent());
            Files.writeString(note, mine);
        } catch (IOException e) {
            LOG.warn(
                    "The note {} cannot be written: a purge that is due is forgotten if the service ends before it",
                    note,
                    e);
        }
    }

    private void purge() {
        synchronized (this) {
            due = false; // what is deleted from here on may come too late for this time
        }
        try {
            index.purge();
            if (!rounds.closing() && database.purge(rounds::closing)) {
                done();
            }
        } catch (IndexUnavailable e) {
            again(e.getMessage(), null);
        } catch (RuntimeException | LinkageError e) {
            again(e.toString(), e);
        }
    }

    private void again(String why, Throwable cause) {
        if (!rounds.closing()) {
            LOG.warn("What was deleted could not be taken off the disk, it is tried again: {}", why, cause);
            ask();
        }
    }

    private synchronized void done() {
        try {
            if (!due && Files.exists(note) && Files.readString(note).equals(mine)) {
                Files.delete(note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The note " + note + " cannot be deleted", e);
        }
    }

    /** Lets the purge that is under way end, for a while. */
    @Override
    public void close() {
        rounds.close();
    }
}
