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
 */
public record LocatedQuestion(String thing) {

    /** Seconds that a clip lasts at least, where there are so many. */
    private static final double LEAST = 8;

    /** @return empty if the model is not to look for things first, or if the question is not about one */
    public static Optional<LocatedQuestion> of(ModelConfig config, String question) {
        return config.locatesThings() ? NamedThing.in(question).map(LocatedQuestion::new) : Optional.empty();
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
     * @return the clip to put the question to: of several windows the surest find and little else, of a single one all of it; empty if the thing is found in none
     */
    public static Optional<Span> clip(Span film, double longest, List<GroundingAnswer> windows) {
        return surest(windows).guess().map(seen -> windows.size() == 1 ? film : alone(film, longest, seen));
    }

    /** @return the clip that shows what was seen and little else */
    static Span alone(Span film, double longest, Span seen) {
        return film.around(seen, Math.min(longest, Math.max(LEAST, seen.length())));
    }
}
