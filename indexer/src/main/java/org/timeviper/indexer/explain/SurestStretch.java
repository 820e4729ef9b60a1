package org.timeviper.indexer.explain;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Span;

/** Which stretch of a film to explain the answer about, where the model does not take in the whole film in one go. */
public final class SurestStretch {

    private SurestStretch() {}

    private record Asked(Span stretch, Answer answer) {}

    /**
     * @param stretches of the film, at least one
     * @param ask puts the question to a stretch; not called if there is only one
     * @return the stretch whose answer is surest, among those that show what is asked about if any does
     */
    public static Span of(List<Span> stretches, Function<Span, Answer> ask) {
        if (stretches.size() == 1) {
            return stretches.getFirst();
        }
        return stretches.stream()
                .map(stretch -> new Asked(stretch, ask.apply(stretch)))
                .max(Comparator.comparing((Asked asked) -> asked.answer().shown())
                        .thenComparingDouble(asked -> asked.answer().confidence()))
                .orElseThrow()
                .stretch();
    }
}
