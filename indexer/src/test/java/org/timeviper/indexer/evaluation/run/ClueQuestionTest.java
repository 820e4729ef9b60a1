package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;

class ClueQuestionTest {

    private static List<Span> read(String words) {
        return ClueQuestion.intervals(words, 100);
    }

    @Test
    void allIntervalsOfAnAnswerAreReadInWhateverForm() {
        List<Span> two = List.of(new Span(8, 11), new Span(40.5, 42));
        assertEquals(two, read("[[8, 11], [40.5, 42]]"));
        assertEquals(two, read("```json\n{\"result\": [[8, 11], [40.5, 42.0]]}\n```"));
        assertEquals(two, read("From 8 to 11 seconds and from 40.5 to 42 seconds."));
        assertEquals(List.of(new Span(8, 11)), read("8-11"));
    }

    @Test
    void whatIsNoIntervalNamesNone() {
        assertEquals(List.of(), read(""));
        assertEquals(List.of(), read("I can't tell."));
        assertEquals(List.of(), read("At 12 seconds"));
        assertEquals(List.of(new Span(1, 2)), read("[[1, 2], [3"), "what is broken off is left out");
    }

    @Test
    void intervalsAreInOrderAndWithinWhatWasLookedAt() {
        assertEquals(List.of(new Span(11, 90), new Span(95, 100)), read("[[90, 11], [95, 2000]]"));
    }

    @Test
    void numbersOfAtMostOneAreSharesOfTheFilm() {
        assertEquals(List.of(new Span(25, 50)), read("[[0.25, 0.5]]"));
        assertEquals(List.of(new Span(0.5, 3)), read("[[0.5, 3]]"));
    }
}
