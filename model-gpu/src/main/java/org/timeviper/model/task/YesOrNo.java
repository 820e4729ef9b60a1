package org.timeviper.model.task;

import java.util.List;
import org.timeviper.model.VideoSession;

/**
 * How a model answers whether a thing is seen.
 *
 * @param yes probability of Yes, above 0
 * @param no probability of No, above 0
 */
record YesOrNo(double yes, double no) {

    static final List<String> WORDS = List.of("Yes.", "No.");

    /** What is less likely is told apart no more. */
    private static final double LEAST_CHANCE = 1e-9;

    static YesOrNo to(VideoSession session, ThingQuestion asked) {
        List<Double> answers = session.probabilities(Prompts.question(session, asked.text()), "", WORDS, false);
        return new YesOrNo(Math.max(LEAST_CHANCE, answers.get(0)), Math.max(LEAST_CHANCE, answers.get(1)));
    }

    /** @return the probability of Yes beside No alone */
    double share() {
        return yes / (yes + no);
    }
}
