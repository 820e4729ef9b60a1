package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.model.task.Span;

class WindowedAnswerTest {

    private static final Outcome.Grounded UNSEEN = new Outcome.Grounded(List.of(), "I can't see that", 0.9);

    @Test
    void ofSpansTheSurestIsTakenHoweverSureOtherWindowsAreThatNothingIsSeen() {
        Outcome doubtful = new Outcome.Grounded(List.of(new Span(3, 5)), "3 to 5", 0.3);
        Outcome surer = new Outcome.Grounded(List.of(new Span(70, 75)), "6 to 11", 0.5);
        assertEquals(surer, WindowedAnswer.of(List.of(doubtful, UNSEEN, surer)));
        Outcome surest = new Outcome.Grounded(List.of(), "I cannot see that", 0.95);
        assertEquals(surest, WindowedAnswer.of(List.of(UNSEEN, surest)));
    }

    @Test
    void ofAnswersTheSurestThatSeesIsTakenAndOfChoicesTheSurest() {
        Outcome refused = new Outcome.Said("I can't see that", false, 0.99);
        Outcome red = new Outcome.Said("red", true, 0.4);
        assertEquals(red, WindowedAnswer.of(List.of(refused, red)));
        Outcome first = new Outcome.Chosen(0, "A", 0.6);
        Outcome second = new Outcome.Chosen(1, "B", 0.7);
        assertEquals(second, WindowedAnswer.of(List.of(first, second)));
    }

    @Test
    void eventsComeOneAfterTheOther() {
        TimedText early = new TimedText(new Span(0, 4), "a ball");
        TimedText late = new TimedText(new Span(70, 74), "a car");
        assertEquals(
                new Outcome.Listed(List.of(early, late), List.of(0.5, 0.7), 0.6),
                WindowedAnswer.of(List.of(
                        new Outcome.Listed(List.of(early), List.of(0.5), 0.5),
                        new Outcome.Listed(List.of(late), List.of(0.7), 0.7))));
    }

    @Test
    void oneLookIsTakenAsItIs() {
        assertEquals(UNSEEN, WindowedAnswer.of(List.of(UNSEEN)));
    }
}
