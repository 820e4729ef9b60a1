package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.model.task.Span;

class VerbatimEventsTest {

    private static final List<TimedText> STORY = List.of(event(0, 10, "a red ball"), event(10, 20, "a blue cube"));

    @Test
    void onlyTheVeryWordsAtTheVeryTimeCount() {
        assertEquals(1, f1(STORY, event(0, 10, "a red ball"), event(10, 20, "a blue cube")));
        assertEquals(0.5, f1(STORY, event(0, 10, "a red ball"), event(10, 20, "a blue ball")));
        assertEquals(0, f1(STORY, event(0, 10, "a blue cube"), event(10, 20, "a red ball")));
        assertEquals(0, f1(STORY, event(0, 10, "A red ball")));
    }

    @Test
    void halfOfTheTimeIsEnough() {
        assertEquals(2 / 3.0, f1(STORY, event(0, 5, "a red ball")));
        assertEquals(0, f1(STORY, event(0, 4.9, "a red ball")));
    }

    @Test
    void anEventStandsForOneOtherOnly() {
        assertEquals(2 / 4.0, f1(STORY, event(0, 10, "a red ball"), event(0, 10, "a red ball")));
        List<TimedText> twice = List.of(event(0, 10, "a red ball"), event(0, 10, "a red ball"));
        assertEquals(2 / 3.0, f1(twice, event(0, 10, "a red ball")));
    }

    /** The first of the predicted events overlaps both of the others enough, the second only the first. */
    @Test
    void asManyArePairedAsCanBe() {
        List<TimedText> truth = List.of(event(0, 10, "x"), event(3, 13, "x"));
        assertEquals(1, f1(truth, event(1, 11, "x"), event(2, 8, "x")));
    }

    @Test
    void theBestOfTheAnnotatorsCounts() {
        EventsOutcome film = new EventsOutcome(
                List.of(List.of(), List.of(event(0, 10, "x")), STORY), List.of(event(0, 10, "a red ball")));
        assertEquals(2 / 3.0, VerbatimEvents.f1(film));
    }

    @Test
    void aSilentModelAndAFilmThatNobodyAnnotatedEarnNothing() {
        assertEquals(0, f1(STORY));
        assertEquals(0, VerbatimEvents.f1(new EventsOutcome(List.of(), STORY)));
    }

    @Property(tries = 500)
    void itIsWhatTheBestOfAllPairingsIsWorthWhateverTheOrder(
            @ForAll("events") List<TimedText> truth, @ForAll("events") List<TimedText> said, @ForAll long seed) {
        List<TimedText> shuffled = new ArrayList<>(said);
        Collections.shuffle(shuffled, new Random(seed));
        double best = 2.0 * mostByTrial(truth, said) / (truth.size() + said.size());
        assertEquals(best, VerbatimEvents.f1(new EventsOutcome(List.of(truth), shuffled)), 1e-12);
        assertEquals(best, VerbatimEvents.f1(new EventsOutcome(List.of(said), truth)), 1e-12);
    }

    /** The first annotated event with any predicted one, or with none, and the most of what is left. */
    private static int mostByTrial(List<TimedText> truth, List<TimedText> said) {
        if (truth.isEmpty()) {
            return 0;
        }
        List<TimedText> others = truth.subList(1, truth.size());
        int most = mostByTrial(others, said);
        for (int j = 0; j < said.size(); j++) {
            TimedText event = said.get(j);
            if (event.text().equals(truth.getFirst().text())
                    && event.span().overlap(truth.getFirst().span()) >= 0.5) {
                List<TimedText> left = new ArrayList<>(said);
                left.remove(j);
                most = Math.max(most, 1 + mostByTrial(others, left));
            }
        }
        return most;
    }

    @Provide
    Arbitrary<List<TimedText>> events() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(4, 12),
                        Arbitraries.of("x", "y"))
                .as((start, length, text) -> event(start, start + length, text))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static double f1(List<TimedText> truth, TimedText... said) {
        return VerbatimEvents.f1(new EventsOutcome(List.of(truth), Arrays.asList(said)));
    }

    private static TimedText event(double start, double end, String text) {
        return new TimedText(new Span(start, end), text);
    }
}
