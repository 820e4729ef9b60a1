package org.timeviper.indexer.evaluation.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.evaluation.Transition;
import org.timeviper.model.task.Span;

/** What the model made of an item. Seconds are counted from the beginning of the item's footage. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Chosen.class, name = "chosen"),
    @JsonSubTypes.Type(value = Outcome.Grounded.class, name = "grounded"),
    @JsonSubTypes.Type(value = Outcome.Listed.class, name = "listed"),
    @JsonSubTypes.Type(value = Outcome.Said.class, name = "said"),
    @JsonSubTypes.Type(value = Outcome.Edited.class, name = "edited"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
})
public sealed interface Outcome {

    /**
     * An option was chosen.
     *
     * @param option its place, −1 if the words name none
     * @param text the model's words
     * @param confidence 0 to 1
     */
    record Chosen(int option, String text, double confidence) implements Outcome {}

    /**
     * A description, or the clue to a question, was looked for.
     *
     * @param spans where it is shown: none if it is not, one of a description, any number of a clue
     * @param text the model's words
     * @param confidence 0 to 1
     */
    record Grounded(List<Span> spans, String text, double confidence) implements Outcome {}

    /**
     * Events were listed.
     *
     * @param confidences how sure the model is of each of them, 0 to 1; none in results of versions that did not keep them
     * @param confidence their mean
     */
    record Listed(List<TimedText> events, List<Double> confidences, double confidence) implements Outcome {

        /** @throws IllegalArgumentException if there are confidences, but not one for each event */
        public Listed {
            events = List.copyOf(events);
            confidences = confidences == null ? List.of() : List.copyOf(confidences);
            if (!confidences.isEmpty() && confidences.size() != events.size()) {
                throw new IllegalArgumentException(
                        events.size() + " events cannot have " + confidences.size() + " confidences");
            }
        }
    }

    /**
     * Something was said: a description, or the answer to a question.
     *
     * @param shown whether the model says that it sees what it was asked for
     * @param confidence 0 to 1
     */
    record Said(String text, boolean shown, double confidence) implements Outcome {}

    /**
     * Edits were found, by the decoder.
     *
     * @param transitions in order; of those that take their time, the middle
     */
    record Edited(List<Transition> transitions) implements Outcome {}

    /**
     * The footage could not be looked at.
     *
     * @param reason in words, for a person
     */
    record Failed(String reason) implements Outcome {}
}
