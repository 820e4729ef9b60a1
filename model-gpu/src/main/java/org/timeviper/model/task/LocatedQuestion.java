package org.timeviper.model.task;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;

/**
 * A question about one thing: it is answered best where that thing is seen. In a film that is longer than what the model takes in one go the thing is looked for in every window, and the
 * question is put to the surest find alone, or to the windows themselves if it is found in none: see {@link Unlocated}.
 *
 * @param thing what to look for, in the question's words
 * @param closely whether it is to be put to the find alone even in a film of a single window: what is behind the thing is behind others no less
 */
public record LocatedQuestion(String thing, boolean closely) {

    /** Seconds that a clip lasts at least, where there are so many. */
    private static final double LEAST = 8;

    /** As {@link #LEAST}, where what is seen beside the find would mislead. */
    private static final double LEAST_CLOSELY = 4;

    /** @return empty if the model is not to look for things first, or if the question is not about one */
    public static Optional<LocatedQuestion> of(ModelConfig config, String question) {
        return config.locatesThings()
                ? NamedThing.in(question)
                        .map(thing -> new LocatedQuestion(
                                thing, BackgroundQuestion.of(config, question).isPresent()))
                : Optional.empty();
    }

    /** @return whether to look for the thing first where there are so many windows to choose from */
    public boolean looksFirst(int windows) {
        return windows > 1 || closely;
    }

    /** @return when the thing is seen in a clip */
    public GroundingAnswer find(VideoSession session) {
        return VideoTasks.groundUnasked(session, thing);
    }

    /**
     * @param windows what was found in each
     * @return the surest find, or the surest word that it is not seen if there is none
     * @throws java.util.NoSuchElementException if there are no windows
     */
    public static GroundingAnswer surest(List<GroundingAnswer> windows) {
        Comparator<GroundingAnswer> seenFirst =
                Comparator.comparing(found -> found.guess().isPresent());
        return windows.stream()
                .max(seenFirst.thenComparingDouble(GroundingAnswer::confidence))
                .orElseThrow();
    }

    /**
     * @param config of the model that looked
     * @param windows what was found in each, at least one
     * @return empty if the thing is found in one of them
     */
    public static Optional<Unlocated> unlocated(ModelConfig config, List<GroundingAnswer> windows) {
        GroundingAnswer surest = surest(windows);
        return surest.guess().isPresent()
                ? Optional.empty()
                : Optional.of(new Unlocated(surest, config.unlocatedFrom()));
    }

    /**
     * @param film all that the question is put to
     * @param longest seconds that the model takes in one go
     * @param windows what was found in each, at least one
     * @return the clip to put the question to: the surest find and little else, but all of a single window, if it is not to be put {@link #closely}; empty if the thing is found in none
     */
    public Optional<Span> clip(Span film, double longest, List<GroundingAnswer> windows) {
        return surest(windows)
                .guess()
                .map(seen -> looksFirst(windows.size())
                        ? alone(film, longest, closely ? LEAST_CLOSELY : LEAST, seen)
                        : film);
    }

    /** @return the clip that shows what was seen and little else */
    static Span alone(Span film, double longest, Span seen) {
        return alone(film, longest, LEAST, seen);
    }

    private static Span alone(Span film, double longest, double least, Span seen) {
        return film.around(seen, Math.min(longest, Math.max(least, seen.length())));
    }
}
