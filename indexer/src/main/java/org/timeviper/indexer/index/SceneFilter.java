package org.timeviper.indexer.index;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.timeviper.indexer.library.VideoConditions;

/**
 * Which videos may answer, and which of their scenes. Every part that is given must hold.
 *
 * @param video only this video
 * @param videos what its video must be like
 * @param minConfidence only scenes of whose caption the model is at least this sure, 0 to 1
 */
public record SceneFilter(Optional<String> video, VideoConditions videos, OptionalDouble minConfidence) {

    /** Every scene may answer. */
    public static final SceneFilter NONE =
            new SceneFilter(Optional.empty(), VideoConditions.NONE, OptionalDouble.empty());

    public SceneFilter {
        Objects.requireNonNull(video, "video");
        Objects.requireNonNull(videos, "videos");
        Objects.requireNonNull(minConfidence, "minConfidence");
    }

    /** @return this filter, within one video */
    public SceneFilter in(String videoId) {
        return new SceneFilter(Optional.of(videoId), videos, minConfidence);
    }

    /** @return this filter, for videos of one of these collections, with all of these tags, in one of these languages; an empty set for any */
    public SceneFilter about(Set<String> anyCollection, Set<String> allTags, Set<String> anyLanguage) {
        return new SceneFilter(video, videos.about(anyCollection, allTags, anyLanguage), minConfidence);
    }

    /** @return this filter, for videos that have one of these values for each of these keys of metadata; an empty map for any */
    public SceneFilter having(Map<String, Set<String>> anyValues) {
        return new SceneFilter(video, videos.having(anyValues), minConfidence);
    }

    /** @return this filter, for videos that came at the first time or later and before the second; empty for any */
    public SceneFilter between(Optional<Instant> earliest, Optional<Instant> before) {
        return new SceneFilter(video, videos.between(earliest, before), minConfidence);
    }

    /** @return this filter, for videos that last from so many seconds to so many; empty for any */
    public SceneFilter lasting(OptionalDouble least, OptionalDouble most) {
        return new SceneFilter(video, videos.lasting(least, most), minConfidence);
    }

    /** @return this filter, for scenes of whose caption the model is at least this sure, 0 to 1; empty for any */
    public SceneFilter sure(OptionalDouble least) {
        return new SceneFilter(video, videos, least);
    }
}
