package org.timeviper.indexer.evaluation;

import java.util.List;
import org.timeviper.model.task.Span;

/** One thing that a benchmark asks, with what is true. */
public sealed interface Item {

    /** @return unique within the benchmark, the same whenever it is read */
    String id();

    Footage footage();

    /** @return what scores are told apart by */
    ItemGroups groups();

    /**
     * Multiple choice.
     *
     * @param options at most 26, without their letters, or all with those that the benchmark shows, {@code (A) a dog}
     * @param answer place of the right one, from 0; {@link #UNPUBLISHED} where its authors keep it to themselves
     */
    record Choice(String id, Footage footage, ItemGroups groups, String question, List<String> options, int answer)
            implements Item {

        /** The place of an answer that only the benchmark's own server knows. */
        public static final int UNPUBLISHED = -1;

        /** @return whether the right answer is known here */
        public boolean published() {
            return answer != UNPUBLISHED;
        }
    }

    /**
     * When is it shown?
     *
     * @param spans all right answers, in seconds from the beginning of the footage; empty if it is not shown
     */
    record Grounding(String id, Footage footage, ItemGroups groups, String description, List<Span> spans)
            implements Item {}

    /**
     * Which parts of the footage hold the clue to a question?
     *
     * @param choice the id of the item that puts the same question as multiple choice
     * @param options its options, without letters
     * @param clues all intervals that hold it, in seconds from the beginning of the footage, at least one
     */
    record Clues(
            String id,
            Footage footage,
            ItemGroups groups,
            String choice,
            String question,
            List<String> options,
            List<Span> clues)
            implements Item {}

    /**
     * What happens when?
     *
     * @param references what each annotator wrote, at least one
     */
    record Events(String id, Footage footage, ItemGroups groups, List<List<TimedText>> references) implements Item {}

    /**
     * A description.
     *
     * @param facet which: {@code detailed}, {@code background}, {@code short}, {@code main_object} or {@code camera}
     * @param references descriptions that are right
     * @param probes questions that a good description answers; empty where the benchmark has none
     * @param facts phrases that a right description names and a wrong one does not; empty where the benchmark has none
     */
    record Caption(
            String id,
            Footage footage,
            ItemGroups groups,
            String facet,
            List<String> references,
            List<Probe> probes,
            List<String> facts)
            implements Item {}

    /**
     * A description by the benchmark's own instruction.
     *
     * @param instruction what the model is to do, as the benchmark words it
     * @param probe a question with options that a good description answers, {@code A. …} one a line below it, and the right option with its letter
     */
    record Instructed(String id, Footage footage, ItemGroups groups, String instruction, Probe probe) implements Item {}

    /** A question that a description is to answer, and the answer. */
    record Probe(String question, String answer) {}

    /**
     * An open question.
     *
     * @param answers all that are right; empty if the footage does not show it
     */
    record Open(String id, Footage footage, ItemGroups groups, String question, List<String> answers) implements Item {}

    /**
     * Where does one shot become another? The decoder tells it, not the model.
     *
     * @param footage a whole film
     * @param transitions all of its edits, counted in frames of the film
     */
    record Edits(String id, Footage footage, ItemGroups groups, List<Transition> transitions) implements Item {}
}
