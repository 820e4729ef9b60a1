package org.timeviper.indexer.evaluation.metric;

import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * A multiple-choice question, answered.
 *
 * @param groups what the question belongs to, as {@link org.timeviper.indexer.evaluation.Item#groups()}
 * @param answer place of the right option, from 0
 * @param chosen place of the option that the model chose; −1 when its words name none
 */
public record ChoiceOutcome(ItemGroups groups, int answer, int chosen) {

    /** @throws IllegalArgumentException if no option is right */
    public ChoiceOutcome {
        if (answer < 0) {
            throw new IllegalArgumentException("the right option cannot stand at place " + answer);
        }
    }

    /** @return whether the model named an option */
    public boolean answered() {
        return chosen >= 0;
    }

    /** @return whether it named the right one */
    public boolean right() {
        return chosen == answer;
    }
}
