package org.timeviper.search.lucene;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an index knows of a video: what its scenes can be filtered and counted by.
 *
 * @param id the video's identity
 * @param name what people call it
 * @param collection the collection it belongs to; empty if it belongs to none
 * @param tags in any order, each once
 * @param language the language spoken in it, as a BCP 47 tag; empty if unknown
 * @param created when it came into the library, to the millisecond
 * @param durationSeconds its length in seconds
 */
public record IndexedVideo(
        String id,
        String name,
        String collection,
        List<String> tags,
        String language,
        Instant created,
        double durationSeconds) {

    /** @throws IllegalArgumentException if the length is no number of seconds */
    public IndexedVideo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(language, "language");
        tags = tags.stream().distinct().sorted().toList();
        created = Instant.ofEpochMilli(created.toEpochMilli());
        if (!(durationSeconds >= 0 && durationSeconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Video " + id + " cannot last " + durationSeconds + " seconds.");
        }
    }
}
