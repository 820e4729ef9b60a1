package org.timeviper.indexer.index;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which videos may answer, and which of their scenes. Every part that is given must hold.
 *
 * @param video only this video
 * @param collections only videos of one of these collections; empty for all
 * @param tags only videos that have all of these tags; empty for all
 * @param languages only videos in one of these languages; empty for all
 * @param from only videos that came at this time or later
 * @param to only videos that came before this time
 * @param minSeconds only videos at least this long
 * @param maxSeconds only videos at most this long
 * @param minConfidence only scenes of whose caption the model is at least this sure, 0 to 1
 */
public record SceneFilter(
        Optional<String> video,
        Set<String> collections,
        Set<String> tags,
        Set<String> languages,
        Optional<Instant> from,
        Optional<Instant> to,
        OptionalDouble minSeconds,
        OptionalDouble maxSeconds,
        OptionalDouble minConfidence) {

    /** Every scene may answer. */
    public static final SceneFilter NONE = new SceneFilter(
            Optional.empty(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    public SceneFilter {
        Objects.requireNonNull(video, "video");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        collections = Set.copyOf(collections);
        tags = Set.copyOf(tags);
        languages = Set.copyOf(languages);
    }

    /** @return this filter, within one video */
    public SceneFilter in(String videoId) {
        return new SceneFilter(
                Optional.of(videoId), collections, tags, languages, from, to, minSeconds, maxSeconds, minConfidence);
    }

    /** @return this filter, for videos of one of these collections, with all of these tags, in one of these languages; an empty set for any */
    public SceneFilter about(Set<String> anyCollection, Set<String> allTags, Set<String> anyLanguage) {
        return new SceneFilter(
                video, anyCollection, allTags, anyLanguage, from, to, minSeconds, maxSeconds, minConfidence);
    }

    /** @return this filter, for videos that came at the first time or later and before the second; empty for any */
    public SceneFilter between(Optional<Instant> earliest, Optional<Instant> before) {
        return new SceneFilter(
                video, collections, tags, languages, earliest, before, minSeconds, maxSeconds, minConfidence);
    }

    /** @return this filter, for videos that last from so many seconds to so many; empty for any */
    public SceneFilter lasting(OptionalDouble least, OptionalDouble most) {
        return new SceneFilter(video, collections, tags, languages, from, to, least, most, minConfidence);
    }

    /** @return this filter, for scenes of whose caption the model is at least this sure, 0 to 1; empty for any */
    public SceneFilter sure(OptionalDouble least) {
        return new SceneFilter(video, collections, tags, languages, from, to, minSeconds, maxSeconds, least);
    }
}
