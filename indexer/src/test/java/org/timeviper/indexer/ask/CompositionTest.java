package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskResult;
import org.timeviper.api.Citation;
import org.timeviper.model.task.VideoTasks;

class CompositionTest {

    private static final AnswerPart UNSEEN = part(VideoTasks.notShown(), false, true, 0.9);
    private static final AnswerPart UNSURE = part(VideoTasks.notSure(), false, false, 0.3);

    @Test
    void partsThatSayDifferentThingsStayInTheOrderOfTheHits() {
        AnswerPart red = part("Red.", true, true, 0.5);
        AnswerPart blue = part("Blue.", true, true, 0.9);
        AskResult result = Composition.of("Which colour?", List.of(red, blue));
        assertEquals(List.of(red, blue), result.parts());
        assertEquals("film, 1–2 s: Red.\nfilm, 1–2 s: Blue.", result.answer());
    }

    @Test
    void whereOneSaysYesAndAnotherNoTheSurestComesFirst() {
        AnswerPart yes = part("Yes, a boat.", true, true, 0.5);
        AnswerPart no = part("No.", true, true, 0.9);
        AnswerPart nothing = part("Nothing moves.", true, true, 0.7);
        assertEquals(
                List.of(no, nothing, yes),
                Composition.of("Is there?", List.of(yes, no, nothing)).parts());
        assertEquals(
                List.of(yes, nothing),
                Composition.of("Is there?", List.of(yes, nothing)).parts());
    }

    @Test
    void whatTheModelIsNotSureOfAddsNothingAndStandsBehindWhatIsShown() {
        AnswerPart red = part("Red.", true, true, 0.5);
        AskResult result = Composition.of("Which colour?", List.of(UNSEEN, UNSURE, red));
        assertEquals(List.of(red, UNSURE, UNSEEN), result.parts());
        assertEquals("Red.", result.answer());
        assertTrue(result.shown());
    }

    @Test
    void whenNothingIsShownTheAnswerIsThatOrThatItCannotBeToldForSure() {
        AskResult unseen = Composition.of("Which colour?", List.of(UNSEEN, UNSEEN));
        assertEquals(VideoTasks.notShown(), unseen.answer());
        assertFalse(unseen.shown());
        AskResult unsure = Composition.of("Which colour?", List.of(UNSEEN, UNSURE));
        assertEquals(VideoTasks.notSure(), unsure.answer());
        assertFalse(unsure.shown());
    }

    private static AnswerPart part(String text, boolean shown, boolean sure, double confidence) {
        return new AnswerPart(text, shown, sure, confidence, new Citation("v", "film", 1, 2, "", "", 1, 25));
    }
}
