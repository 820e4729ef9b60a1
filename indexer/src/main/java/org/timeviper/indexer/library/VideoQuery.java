package org.timeviper.indexer.library;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.timeviper.api.VideoState;

/**
 * Which of the library's videos are listed, and in which order. Every part that is given must hold.
 *
 * @param name only videos whose name holds this, whatever the case of letters
 * @param state only videos in this state
 * @param conditions what the videos must be like; those whose length is not known yet are not at most so long
 * @param describedBy which model must have described them; all of it must hold
 * @param order what they are ordered by; equal ones by identity
 * @param descending whether the last of that order comes first
 */
public record VideoQuery(
        Optional<String> name,
        Optional<VideoState> state,
        VideoConditions conditions,
        List<DescribedBy> describedBy,
        Order order,
        boolean descending) {

    /** All videos, newest first. */
    public static final VideoQuery ALL =
            new VideoQuery(Optional.empty(), Optional.empty(), VideoConditions.NONE, List.of(), Order.CREATED, true);

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
        Objects.requireNonNull(conditions, "conditions");
        Objects.requireNonNull(order, "order");
        describedBy = List.copyOf(describedBy);
    }

    /** @return this query, for videos whose name holds a text, whatever the case of letters */
    public VideoQuery named(String text) {
        return new VideoQuery(Optional.of(text), state, conditions, describedBy, order, descending);
    }
}
