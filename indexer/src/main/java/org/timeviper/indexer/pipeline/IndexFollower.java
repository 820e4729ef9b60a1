package org.timeviper.indexer.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Library;

/**
 * Keeps this node's index in step with a library that other nodes write too: what they have published or changed comes in, what they have deleted goes out. Begins with
 * what is changed from its making on.
 */
public final class IndexFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

    /** How far back it looks for changes: as far as the nodes' clocks may differ, and a change may take to be written down. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final Library library;
    private final SceneIndex index;
    private final Publishing publishing;
    private final Purging purging;
    private Instant followed = Instant.now();
    private Map<String, Instant> known = Map.of();
    private final Rounds rounds = new Rounds("index-follower");

    /** @param purging told when something was deleted from this node's index */
    public IndexFollower(Library library, SceneIndex index, Publishing publishing, Purging purging) {
        this.library = library;
        this.index = index;
        this.publishing = publishing;
        this.purging = purging;
    }

    /** Begins to follow. */
    public void start(Duration pause) {
        rounds.again(pause, pause, this::followQuietly);
    }

    private void followQuietly() {
        try {
            follow();
        } catch (CancellationException e) {
            LOG.debug("The index follows the library again when the service starts", e);
        } catch (RuntimeException e) {
            LOG.warn("The index could not follow the library; it tries again", e);
        }
    }

    /** Brings the index in step once. A video that this node is just publishing is in the library, so it is left alone. */
    public synchronized void follow() {
        Instant begun = Instant.now();
        Map<String, Instant> changed = library.changedSince(followed.minus(LEEWAY));
        Map<String, Long> indexed = index.scenesByVideo();
        Map<String, Long> published = library.scenesByVideo();
        published.forEach((id, scenes) -> {
            rounds.goOn();
            boolean anew = changed.containsKey(id) && !changed.get(id).equals(known.get(id));
            if (anew || !scenes.equals(indexed.get(id))) {
                publishing.publish(id);
            }
        });
        indexed.keySet().stream()
                .filter(id -> !published.containsKey(id) && library.video(id).isEmpty())
                .forEach(id -> {
                    index.delete(id);
                    purging.ask();
                });
        known = changed;
        followed = begun;
    }

    /** Lets the video that is being written be written. */
    @Override
    public void close() {
        rounds.close();
    }
}
