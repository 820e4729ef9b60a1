package org.timeviper.indexer.evaluation.run;

import java.util.Objects;

/**
 * An item that was put to the model.
 *
 * @param id the item's
 * @param footageSeconds length of the footage that it is about; 0 if it could not be looked at
 * @param frames how many frames the model was given
 * @param seconds how long the model took to answer; its look at the footage, which serves all items of it, is not counted
 */
public record Answered(String id, Outcome outcome, double footageSeconds, int frames, double seconds) {

    public Answered {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(outcome, "outcome");
    }
}
