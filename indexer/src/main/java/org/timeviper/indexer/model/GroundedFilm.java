package org.timeviper.indexer.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

/**
 * Where a description is seen in a film that the model looks at stretch by stretch.
 *
 * @param decisive the answer that counts for the whole film: the surest that finds it, else the surest guess, else the least sure word that it is not seen, else the surest
 */
public record GroundedFilm(GroundingAnswer decisive) {

    private static final Comparator<GroundingAnswer> BY_CONFIDENCE =
            Comparator.comparingDouble(GroundingAnswer::confidence);

    /** @param stretches the answers of all stretches; of a film that has none nothing is seen */
    public static GroundedFilm of(List<GroundingAnswer> stretches) {
        Optional<GroundingAnswer> found =
                stretches.stream().filter(answer -> answer.span().isPresent()).max(BY_CONFIDENCE);
        Optional<GroundingAnswer> guessed =
                stretches.stream().filter(answer -> answer.guess().isPresent()).max(BY_CONFIDENCE);
        Optional<GroundingAnswer> doubtful =
                stretches.stream().filter(GroundingAnswer::unsure).min(BY_CONFIDENCE);
        return new GroundedFilm(found.or(() -> guessed)
                .or(() -> doubtful)
                .or(() -> stretches.stream().max(BY_CONFIDENCE))
                .orElse(new GroundingAnswer(Optional.empty(), 0, false, VideoTasks.notShown())));
    }

    /** When it is seen; empty where it is not, or the model is not sure. */
    public Optional<Span> span() {
        return decisive.span();
    }

    /** The confidence of the decisive answer. */
    public double confidence() {
        return decisive.confidence();
    }

    /** Says, where there is no span, why: it is not seen, or the model is not sure, and how sure it is. */
    public String refusal() {
        return decisive.unsure()
                ? VideoTasks.notSure()
                        + String.format(
                                Locale.ROOT, " The model's answer has a confidence of %.2f.", decisive.confidence())
                : VideoTasks.notShown();
    }
}
