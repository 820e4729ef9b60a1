package org.timeviper.indexer.evaluation.metric;

import java.util.List;

/**
 * Multiple choice. A question that the model does not answer is answered wrongly, as VideoMME, MLVU and LongVideoBench count it; some public code for MVBench leaves it out
 * instead, which flatters a model that does not keep to the form.
 *
 * <p>VideoMME, LongVideoBench, LVBench, EgoSchema and CG-Bench publish the accuracy over all questions, {@code accuracy.total()}; MVBench and MLVU the average over tasks, {@code
 * accuracy.averageOver("task")}.
 *
 * @param accuracy the share of questions that are answered rightly, of all and of each group
 * @param unanswered how many questions the model named no option for
 */
public record ChoiceScores(Breakdown accuracy, int unanswered) {

    /** @param items all questions, unanswered ones too */
    public static ChoiceScores of(List<ChoiceOutcome> items) {
        return new ChoiceScores(
                Breakdown.of(items.stream()
                        .map(item -> new Breakdown.Scored(item.groups(), item.right() ? 1 : 0))
                        .toList()),
                (int) items.stream().filter(item -> !item.answered()).count());
    }
}
