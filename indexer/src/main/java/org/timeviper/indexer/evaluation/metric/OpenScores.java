package org.timeviper.indexer.evaluation.metric;

import java.util.List;

/**
 * Open questions. The first three are over the questions whose answer the footage shows, a refusal counting as a wrong answer.
 *
 * @param exact the share of answers that are right letter for letter
 * @param equivalent the share of answers that are right or {@linkplain OpenOutcome#equivalent() say the same}
 * @param wordF1 mean of {@link WordF1}: a sentence that holds the answer earns a part
 * @param refusals whether the model refuses what the footage does not show, and nothing else
 */
public record OpenScores(Mean exact, Mean equivalent, Mean wordF1, Refusals refusals) {

    /** @param items all questions, those about what is not shown too */
    public static OpenScores of(List<OpenOutcome> items) {
        List<OpenOutcome> shown = items.stream().filter(OpenOutcome::shown).toList();
        return new OpenScores(
                Mean.of(shown.stream().mapToDouble(item -> item.exact() ? 1 : 0)),
                Mean.of(shown.stream().mapToDouble(item -> item.equivalent() ? 1 : 0)),
                Mean.of(shown.stream().mapToDouble(OpenOutcome::wordF1)),
                Refusals.of(items, OpenOutcome::shown, item -> item.given().isEmpty()));
    }
}
