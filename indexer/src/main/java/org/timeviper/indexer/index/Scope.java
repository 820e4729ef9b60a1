package org.timeviper.indexer.index;

import java.util.Objects;
import java.util.Optional;

/**
 * Which scenes a search may answer with.
 *
 * @param videoId only scenes of this video; empty for all videos
 * @param consistentWith a query as typed: scenes whose captions say the opposite of it are left out ("with a hat" against "without a hat"); empty for no such condition
 */
public record Scope(Optional<String> videoId, Optional<String> consistentWith) {

    public Scope {
        Objects.requireNonNull(videoId, "videoId");
        Objects.requireNonNull(consistentWith, "consistentWith");
    }

    /** @return the scope of everything */
    public static Scope everything() {
        return new Scope(Optional.empty(), Optional.empty());
    }

    /** @return the scope of one video */
    public static Scope video(String videoId) {
        return new Scope(Optional.of(videoId), Optional.empty());
    }

    /** @return this scope without the scenes that contradict {@code query} */
    public Scope consistentWith(String query) {
        return new Scope(videoId, Optional.of(query));
    }
}
