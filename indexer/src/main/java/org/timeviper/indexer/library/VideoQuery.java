package org.timeviper.indexer.library;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.timeviper.api.VideoState;

/**
 * Which of the library's videos are listed, and in which order. Every part that is given must hold.
 *
 * @param name only videos whose name holds this, whatever the case of letters
 * @param state only videos in this state
 * @param collections only videos of one of these collections; empty for all
 * @param tags only videos that have all of these tags; empty for all
 * @param languages only videos in one of these languages; empty for all
 * @param from only videos that came at this time or later
 * @param to only videos that came before this time
 * @param minSeconds only videos at least this long
 * @param maxSeconds only videos at most this long, of those whose length is known
 * @param order what they are ordered by; equal ones by identity
 * @param descending whether the last of that order comes first
 */
public record VideoQuery(
        Optional<String> name,
        Optional<VideoState> state,
        Set<String> collections,
        Set<String> tags,
        Set<String> languages,
        Optional<Instant> from,
        Optional<Instant> to,
        OptionalDouble minSeconds,
        OptionalDouble maxSeconds,
        Order order,
        boolean descending) {

    /** All videos, newest first. */
    public static final VideoQuery ALL = new VideoQuery(
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Order.CREATED,
            true);

    /** What videos can be ordered by. */
    public enum Order {
        CREATED("created_at"),
        NAME("lower(name)"),
        DURATION("duration_seconds");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    public VideoQuery {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(order, "order");
        collections = Set.copyOf(collections);
        tags = Set.copyOf(tags);
        languages = Set.copyOf(languages);
    }
}
