package org.timeviper.indexer.evaluation.confidence;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.ChoiceOutcome;
import org.timeviper.indexer.evaluation.metric.FactScores;
import org.timeviper.indexer.evaluation.metric.GroundingOutcome;
import org.timeviper.indexer.evaluation.metric.OpenOutcome;
import org.timeviper.indexer.evaluation.metric.VerbatimEvents;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;
import org.timeviper.model.config.AnswerKind;

/** Whether an answer is right, where confidence is asked about: yes or no. */
public final class Rightness {

    /** From this intersection over union on, a span is called right. */
    private static final double OVERLAP = 0.5;

    private Rightness() {}

    /** Right if it is the right option. */
    public static boolean of(Item.Choice item, Outcome.Chosen chosen) {
        return new ChoiceOutcome(item.groups(), item.answer(), chosen.option()).right();
    }

    /** Right if the span overlaps a right one by half or more, or if nothing is shown and none is named. */
    public static boolean of(Item.Grounding item, Outcome.Grounded found) {
        GroundingOutcome outcome =
                new GroundingOutcome(item.spans(), found.spans().stream().findFirst());
        return outcome.shown() ? outcome.iou() >= OVERLAP : outcome.predicted().isEmpty();
    }

    /** Right if it is exactly or equivalently a right answer, or if nothing is shown and the model says so. */
    public static boolean of(Item.Open item, Outcome.Said said) {
        OpenOutcome outcome =
                new OpenOutcome(item.answers(), said.shown() ? Optional.of(said.text()) : Optional.empty());
        return outcome.shown() ? outcome.equivalent() : outcome.given().isEmpty();
    }

    /**
     * A description is right if it names no fact that is not true.
     *
     * @param known all facts that could be named
     */
    public static boolean of(Item.Caption item, Outcome.Said said, Set<String> known) {
        return FactScores.isTrue(new FactScores.Described(said.text(), Set.copyOf(item.facts())), known);
    }

    /**
     * An event is right if one that happens has the same words, and overlaps it by half or more.
     *
     * @return the events, each with its confidence; none where nobody has said what happens, or where the results are of a version that did not keep their confidences
     */
    public static List<Calibration.Answered> of(Item.Events item, Outcome.Listed listed) {
        boolean annotated = item.references().stream().anyMatch(annotator -> !annotator.isEmpty());
        return IntStream.range(0, annotated ? listed.confidences().size() : 0)
                .mapToObj(i -> new Calibration.Answered(
                        listed.confidences().get(i),
                        VerbatimEvents.isTrue(listed.events().get(i), item.references())))
                .toList();
    }

    /**
     * Sorts what a model answered by kind. Items that were not answered, and descriptions of which no facts are known, are left out.
     *
     * @param answers by the items' identities
     * @param vocabulary facts that descriptions could name; empty where the benchmark does not tell, and then those that are true of any of these items
     * @param open tells of an open question what its answer was
     */
    public static Map<AnswerKind, List<Calibration.Answered>> byKind(
            List<Item> items,
            Map<String, Answered> answers,
            Set<String> vocabulary,
            Function<String, AnswerKind> open) {
        Set<String> known = new HashSet<>(vocabulary);
        Map<AnswerKind, List<Calibration.Answered>> sorted = new EnumMap<>(AnswerKind.class);
        for (AnswerKind kind : AnswerKind.values()) {
            sorted.put(kind, new ArrayList<>());
        }
        for (Item item : items) {
            if (item instanceof Item.Caption caption) {
                known.addAll(caption.facts());
            }
        }
        for (Item item : items) {
            Answered answer = answers.get(item.id());
            if (answer != null) {
                add(item, answer.outcome(), known, open, sorted);
            }
        }
        return sorted;
    }

    private static void add(
            Item item,
            Outcome outcome,
            Set<String> known,
            Function<String, AnswerKind> open,
            Map<AnswerKind, List<Calibration.Answered>> sorted) {
        switch (item) {
            case Item.Choice choice
            when outcome instanceof Outcome.Chosen chosen && choice.published() ->
                sorted.get(AnswerKind.CHOICE).add(new Calibration.Answered(chosen.confidence(), of(choice, chosen)));
            case Item.Grounding grounding
            when outcome instanceof Outcome.Grounded found ->
                sorted.get(AnswerKind.GROUNDING)
                        .add(new Calibration.Answered(found.confidence(), of(grounding, found)));
            case Item.Events events
            when outcome instanceof Outcome.Listed listed ->
                sorted.get(AnswerKind.EVENT).addAll(of(events, listed));
            case Item.Caption caption
            when outcome instanceof Outcome.Said said && !caption.facts().isEmpty() ->
                sorted.get(AnswerKind.CAPTION)
                        .add(new Calibration.Answered(said.confidence(), of(caption, said, known)));
            case Item.Open question
            when outcome instanceof Outcome.Said said ->
                sorted.get(open.apply(question.question()))
                        .add(new Calibration.Answered(said.confidence(), of(question, said)));
            default -> {
                // It could not be looked at, or nothing is known that would tell whether it is right.
            }
        }
    }
}
