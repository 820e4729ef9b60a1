package org.timeviper.indexer.evaluation.confidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.indexer.evaluation.metric.Calibration.Answered;
import org.timeviper.indexer.evaluation.run.Outcome;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.task.Span;

class RightnessTest {

    private static final Footage FOOTAGE = new Footage(Path.of("film.mp4"), Optional.empty());

    private final List<Item> items = new ArrayList<>();
    private final Map<String, org.timeviper.indexer.evaluation.run.Answered> answers = new HashMap<>();

    private void add(Item item, Outcome outcome) {
        items.add(item);
        answers.put(item.id(), new org.timeviper.indexer.evaluation.run.Answered(item.id(), "", outcome, 40, 40, 1));
    }

    private List<Answered> of(AnswerKind kind) {
        return Rightness.byKind(
                        items,
                        answers,
                        Set.of("a green house"),
                        question -> question.contains("first") ? AnswerKind.ORDER : AnswerKind.ANSWER)
                .get(kind);
    }

    private void grounding(String id, List<Span> truth, List<Span> said) {
        add(new Item.Grounding(id, FOOTAGE, ItemGroups.NONE, "a ball", truth), new Outcome.Grounded(said, "", 0.5));
    }

    @Test
    void aSpanIsRightFromAnOverlapOfOneHalfOnAndARefusalWhereNothingIsShown() {
        grounding("half", List.of(new Span(0, 10)), List.of(new Span(0, 5)));
        grounding("less", List.of(new Span(0, 10)), List.of(new Span(0, 4.9)));
        grounding("refused", List.of(new Span(0, 10)), List.of());
        grounding("not shown", List.of(), List.of());
        grounding("made up", List.of(), List.of(new Span(0, 5)));
        assertEquals(
                List.of(true, false, false, true, false),
                of(AnswerKind.GROUNDING).stream().map(Answered::right).toList());
    }

    @Test
    void anAnswerIsRightIfItIsEquivalentOrRightlyRefused() {
        add(
                new Item.Open("a", FOOTAGE, ItemGroups.NONE, "Who?", List.of("two dogs")),
                new Outcome.Said("2 dogs.", true, 0.1));
        add(
                new Item.Open("b", FOOTAGE, ItemGroups.NONE, "Who?", List.of("two dogs")),
                new Outcome.Said("a cat", true, 0.2));
        add(new Item.Open("c", FOOTAGE, ItemGroups.NONE, "Who?", List.of()), new Outcome.Said("no", false, 0.3));
        add(new Item.Open("d", FOOTAGE, ItemGroups.NONE, "Who?", List.of("a man")), new Outcome.Said("no", false, 0.4));
        add(
                new Item.Open("e", FOOTAGE, ItemGroups.NONE, "Who comes first?", List.of("a man")),
                new Outcome.Said("a man", true, 0.5));
        assertEquals(
                List.of(
                        new Answered(0.1, true),
                        new Answered(0.2, false),
                        new Answered(0.3, true),
                        new Answered(0.4, false)),
                of(AnswerKind.ANSWER));
        assertEquals(List.of(new Answered(0.5, true)), of(AnswerKind.ORDER), "what times tell is as sure as they are");
    }

    @Test
    void eachEventCountsByItselfWithItsOwnConfidence() {
        List<TimedText> truth =
                List.of(new TimedText(new Span(0, 10), "a man walks"), new TimedText(new Span(20, 30), "a dog runs"));
        Item.Events item = new Item.Events("e", FOOTAGE, ItemGroups.NONE, List.of(truth));
        List<TimedText> said = List.of(
                new TimedText(new Span(0, 6), "a man walks"),
                new TimedText(new Span(20, 30), "a cat runs"),
                new TimedText(new Span(26, 40), "a dog runs"));
        add(item, new Outcome.Listed(said, List.of(0.9, 0.8, 0.7), 0.8));
        assertEquals(
                List.of(new Answered(0.9, true), new Answered(0.8, false), new Answered(0.7, false)),
                of(AnswerKind.EVENT));
        answers.clear();
        add(item, new Outcome.Listed(said, null, 0.8));
        assertEquals(List.of(), of(AnswerKind.EVENT), "results of earlier versions tell nothing of single events");
    }

    @Test
    void aDescriptionIsRightIfItNamesNothingFalseWhereFactsAreKnown() {
        caption("a", "A red ball.", List.of("red ball", "snow"));
        caption("b", "A red ball and a blue car.", List.of("red ball"));
        caption("c", "Something moves.", List.of("blue car"));
        caption("d", "A red ball.", List.of());
        caption("e", "A red ball before a green house.", List.of("red ball"));
        assertEquals(
                List.of(true, false, true, false),
                of(AnswerKind.CAPTION).stream().map(Answered::right).toList());
    }

    private void caption(String id, String said, List<String> facts) {
        add(
                new Item.Caption(id, FOOTAGE, ItemGroups.NONE, "detailed", List.of("a film"), List.of(), facts),
                new Outcome.Said(said, true, 0.9));
    }

    @Test
    void whatIsNotAnsweredIsNotCounted() {
        Item.Choice first = new Item.Choice("a", FOOTAGE, ItemGroups.NONE, "Which?", List.of("red", "blue"), 1);
        add(first, new Outcome.Chosen(1, "B", 0.6));
        add(
                new Item.Choice("b", FOOTAGE, ItemGroups.NONE, "Which?", List.of("red", "blue"), 1),
                new Outcome.Failed("no film"));
        items.add(new Item.Choice("c", FOOTAGE, ItemGroups.NONE, "Which?", List.of("red", "blue"), 1));
        assertEquals(List.of(new Answered(0.6, true)), of(AnswerKind.CHOICE));
    }
}
