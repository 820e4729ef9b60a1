package org.timeviper.indexer.evaluation.report;

import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;

/** An item with what the model made of it. */
record Scored<I extends Item, O extends Outcome>(I item, O outcome, Answered answered) {

    /** @return whether the footage was looked at; else the outcome is the wrong one that a missing answer counts as, and says nothing of how sure the model is */
    boolean looked() {
        return !(answered.outcome() instanceof Outcome.Failed);
    }
}
