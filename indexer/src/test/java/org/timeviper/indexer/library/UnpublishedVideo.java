package org.timeviper.indexer.library;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.timeviper.api.JobState;
import org.timeviper.api.VideoState;

/** A video of ten seconds that a library knows and has not published, with a waiting job to do so. Both have the same name. */
public final class UnpublishedVideo {

    private UnpublishedVideo() {}

    /**
     * Adds one of which nothing has been seen yet.
     *
     * @param file the film
     * @return its name
     */
    public static String add(Library library, Path file) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        Video video = new Video(
                id,
                file.getFileName().toString(),
                file,
                VideoState.INDEXING,
                10,
                320,
                240,
                25,
                1000,
                now,
                0,
                250,
                null,
                null,
                id,
                Attributes.NONE,
                false,
                null,
                null);
        library.add(video, new Job(id, id, JobState.QUEUED, "probe", 0, null, null, null, now, now));
        return id;
    }

    /**
     * Adds one of which all is known: one event, in seconds 1 to 4.
     *
     * @param caption what happens
     * @param vector the caption's
     * @return its name
     */
    public static String add(Library library, String caption, float[] vector) {
        String id = add(library, Path.of("film.mp4"));
        library.replaceScenes(id, List.of(new StoredScene(id, 0, 1, 4, "event", caption, 0.9, 3, 75, vector)));
        return id;
    }
}
