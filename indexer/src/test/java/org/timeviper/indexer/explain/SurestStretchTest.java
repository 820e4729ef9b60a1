package org.timeviper.indexer.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Span;

class SurestStretchTest {

    private static final Span A = new Span(0, 10);
    private static final Span B = new Span(10, 20);
    private static final Span C = new Span(20, 30);

    @Test
    void anAnswerThatSeesSomethingGoesBeforeASurerOneThatDoesNot() {
        Map<Span, Answer> answers = Map.of(
                A, new Answer("I can't see that.", false, 0.99, false),
                B, new Answer("A boat.", true, 0.4, false),
                C, new Answer("A red boat.", true, 0.6, false));
        assertEquals(C, SurestStretch.of(List.of(A, B, C), answers::get));
        assertEquals(B, SurestStretch.of(List.of(A, B), answers::get));
    }

    @Test
    void aSingleStretchIsNotAskedAhead() {
        assertEquals(A, SurestStretch.of(List.of(A), span -> fail("it was asked")));
    }
}
