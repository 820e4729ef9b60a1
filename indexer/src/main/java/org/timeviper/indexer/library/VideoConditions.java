package org.timeviper.indexer.library;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What videos must be like, for a list of them as for a search among their scenes. Every part that is given must hold.
 *
 * @param collections only videos of one of these collections; empty for all
 * @param tags only videos that have all of these tags; empty for all
 * @param languages only videos in one of these languages; empty for all
 * @param metadata only videos that have one of these values for each of these keys; empty for all
 * @param from only videos that came at this time or later
 * @param to only videos that came before this time
 * @param minSeconds only videos at least this long
 * @param maxSeconds only videos at most this long
 */
public record VideoConditions(
        Set<String> collections,
        Set<String> tags,
        Set<String> languages,
        Map<String, Set<String>> metadata,
        Optional<Instant> from,
        Optional<Instant> to,
        OptionalDouble minSeconds,
        OptionalDouble maxSeconds) {

    /** Any video. */
    public static final VideoConditions NONE = new VideoConditions(
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    public VideoConditions {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        collections = Set.copyOf(collections);
        tags = Set.copyOf(tags);
        languages = Set.copyOf(languages);
        metadata = metadata.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
    }

    /** @return these, for videos of one of these collections, with all of these tags, in one of these languages; an empty set for any */
    public VideoConditions about(Set<String> anyCollection, Set<String> allTags, Set<String> anyLanguage) {
        return new VideoConditions(anyCollection, allTags, anyLanguage, metadata, from, to, minSeconds, maxSeconds);
    }

    /** @return these, for videos that have one of these values for each of these keys of metadata; an empty map for any */
    public VideoConditions having(Map<String, Set<String>> anyValues) {
        return new VideoConditions(collections, tags, languages, anyValues, from, to, minSeconds, maxSeconds);
    }

    /** @return for each key of metadata that matters, the terms of which a video must have one */
    public List<Set<String>> metadataTerms() {
        return metadata.entrySet().stream()
                .map(wanted -> wanted.getValue().stream()
                        .map(value -> MetadataTerm.of(wanted.getKey(), value))
                        .collect(Collectors.toSet()))
                .toList();
    }

    /** @return these, for videos that came at the first time or later and before the second; empty for any */
    public VideoConditions between(Optional<Instant> earliest, Optional<Instant> before) {
        return new VideoConditions(collections, tags, languages, metadata, earliest, before, minSeconds, maxSeconds);
    }

    /** @return these, for videos that last from so many seconds to so many; empty for any */
    public VideoConditions lasting(OptionalDouble least, OptionalDouble most) {
        return new VideoConditions(collections, tags, languages, metadata, from, to, least, most);
    }
}
