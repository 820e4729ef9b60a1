package org.timeviper.model.task;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;

/** A question that is answered by what is measured, where the pictures plainly show it. */
sealed interface MeasuredQuestion permits CameraQuestion, MovementQuestion {

    /**
     * What is measured.
     *
     * @param words for it
     * @param confidence how sure that is, 0 to 1
     */
    record Told(String words, double confidence) {}

    /** @return empty if the model is not to measure, or if it is a question that is not answered so */
    static Optional<MeasuredQuestion> of(ModelConfig config, String question) {
        return Stream.<Optional<? extends MeasuredQuestion>>of(
                        CameraQuestion.of(config, question), MovementQuestion.of(config, question))
                .<MeasuredQuestion>flatMap(Optional::stream)
                .findFirst();
    }

    /** @return empty where the pictures do not plainly show it, or what is asked about is not seen */
    Optional<Told> measured(VideoSession session);

    /** @return what words say that can be measured, the same of words that say the same */
    Set<String> said(String words);

    /** @return of each option the probability, 1 in all; empty where it is not measured, or not exactly one option says so */
    default Optional<List<Double>> weights(VideoSession session, List<String> options) {
        return measured(session).flatMap(told -> option(told.words(), options)).map(right -> IntStream.range(
                        0, options.size())
                .mapToObj(option ->
                        option == right ? MeasuredLook.RIGHT : (1 - MeasuredLook.RIGHT) / (options.size() - 1))
                .toList());
    }

    /** @return the place of the only option that says so; empty if none does, or several */
    default Optional<Integer> option(String words, List<String> options) {
        Set<String> sought = said(words);
        return Choice.only(options, option -> said(option).equals(sought));
    }
}
