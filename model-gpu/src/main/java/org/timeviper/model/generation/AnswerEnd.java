package org.timeviper.model.generation;

import java.util.Optional;
import java.util.Set;
import org.timeviper.model.decoder.NextToken;

/**
 * Where an answer ends: with a stop token, when it only repeats itself, or at its greatest length.
 *
 * @param stops ids of the stop tokens
 * @param maxTokens most tokens of an answer, a stop token not counted
 */
record AnswerEnd(Set<Integer> stops, int maxTokens) {

    /**
     * Lets an answer go on by a token.
     *
     * @return what it is if that was its last
     * @throws org.timeviper.model.config.ModelException if what the model computed is not a number
     */
    Optional<Generation> goOn(GrowingAnswer answer, NextToken next) {
        Generator.requireNumber(next.logProbability());
        if (stops.contains(next.id())) {
            return Optional.of(answer.endWith(next.id(), next.logProbability()));
        }
        answer.add(next.id(), next.logProbability());
        if (answer.repeats()) {
            return Optional.of(answer.endOnce());
        }
        return answer.length() < maxTokens ? Optional.empty() : Optional.of(answer.end(StopReason.LENGTH));
    }

    /**
     * Whether {@link #goOn} ends an answer.
     *
     * @param last its last token
     * @param length how many tokens it has with it
     * @param repeats whether its tail is a repetition
     */
    boolean isReached(int last, int length, boolean repeats) {
        return stops.contains(last) || repeats || length >= maxTokens;
    }
}
