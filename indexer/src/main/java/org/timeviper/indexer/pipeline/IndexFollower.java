package org.timeviper.indexer.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Library;

/** Keeps this node's index in step with a library that other nodes write too: what they have published comes in, what they have deleted goes out. */
public final class IndexFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

    private final Library library;
    private final SceneIndex index;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("index-follower").factory());

    public IndexFollower(Library library, SceneIndex index) {
        this.library = library;
        this.index = index;
    }

    /** Begins to follow. */
    public void start(Duration pause) {
        timer.scheduleWithFixedDelay(this::followQuietly, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void followQuietly() {
        try {
            follow();
        } catch (RuntimeException e) {
            LOG.warn("The index could not follow the library; it tries again", e);
        }
    }

    /** Brings the index in step once. A video that this node is just publishing is in the library, so it is left alone. */
    public void follow() {
        Map<String, Long> indexed = index.scenesByVideo();
        Map<String, Long> published = library.scenesByVideo();
        published.forEach((id, scenes) -> {
            if (!scenes.equals(indexed.get(id))) {
                library.video(id).ifPresent(video -> index.replace(id, Published.documents(library, video)));
            }
        });
        indexed.keySet().stream()
                .filter(id -> !published.containsKey(id) && library.video(id).isEmpty())
                .forEach(index::delete);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
