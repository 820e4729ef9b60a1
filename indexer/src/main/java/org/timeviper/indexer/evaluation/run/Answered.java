package org.timeviper.indexer.evaluation.run;

import java.util.Objects;
import org.timeviper.indexer.evaluation.Item;

/**
 * An item that was put to the model.
 *
 * @param id the item's
 * @param asked tells what was put to it from other things of that id; empty in results of versions that did not keep it
 * @param footageSeconds length of the footage that it is about; 0 if it could not be looked at
 * @param frames how many frames the model was given
 * @param seconds how long the model took to answer; its look at the footage, which serves all items of it, is not counted
 */
public record Answered(String id, String asked, Outcome outcome, double footageSeconds, int frames, double seconds) {

    public Answered {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(outcome, "outcome");
        asked = asked == null ? "" : asked;
    }

    static Answered to(Item item, Outcome outcome, double footageSeconds, int frames, double seconds) {
        return new Answered(item.id(), Asked.digest(item), outcome, footageSeconds, frames, seconds);
    }

    /** @return whether this answers an item as it is now */
    public boolean answers(Item item) {
        return id.equals(item.id()) && asked.equals(Asked.digest(item));
    }
}
