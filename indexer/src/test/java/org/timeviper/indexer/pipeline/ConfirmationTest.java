package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ConfidenceCurve;
import org.timeviper.model.config.ConfidenceRule;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.TimedCaption;

class ConfirmationTest {

    private static final Span LISTED = new Span(10, 20);
    private static final Span NEARBY = new Span(12, 20);
    private static final Span ELSEWHERE = new Span(40, 50);

    @Test
    void looksThatAgreeAreAsSureAsBothTogetherAndTheEventKeepsItsSpan() {
        TimedCaption kept = confirmed(0.9, NEARBY, 0.4, 0.6).orElseThrow();
        assertEquals(LISTED, kept.span());
        assertEquals(0.6, kept.confidence(), 1e-12);
        assertFalse(kept.unsure());
        assertTrue(confirmed(0.9, NEARBY, 0.4, 0.61).orElseThrow().unsure());
    }

    @Test
    void ofLooksThatDisagreeTheSurerOneGivesTheSpanAndOneAtMostIsRight() {
        TimedCaption second = confirmed(0.5, ELSEWHERE, 0.8, 0).orElseThrow();
        assertEquals(ELSEWHERE, second.span());
        assertEquals(0.8 * 0.5 / (1 - 0.4), second.confidence(), 1e-12);
        TimedCaption first = confirmed(0.8, ELSEWHERE, 0.5, 0).orElseThrow();
        assertEquals(LISTED, first.span());
        assertEquals(second.confidence(), first.confidence(), 1e-12);
        assertEquals(0.5, confirmed(1, ELSEWHERE, 1, 0).orElseThrow().confidence());
    }

    @Test
    void whatIsNotFoundAgainIsLeftOutAndAnUnsureSecondLookIsWeighedAllTheSame() {
        assertEquals(Optional.empty(), confirmed(0.9, null, 0.2, 0));
        assertEquals(Optional.empty(), confirmed(0.9, new Span(10, 10), 0.9, 0));
        TimedCaption event = new TimedCaption(LISTED, "a ball", 0.9, false);
        GroundingAnswer unsure = new GroundingAnswer(Optional.of(NEARBY), 0.4, true, "");
        assertTrue(Confirmation.of(event, unsure, ConfidenceRule.NONE).isPresent());
    }

    @Property
    void confidenceStaysBetweenNoneAndThatOfTheSurerLook(
            @ForAll @DoubleRange(max = 1) double first,
            @ForAll @DoubleRange(max = 1) double second,
            @ForAll boolean agree) {
        double confidence = confirmed(first, agree ? NEARBY : ELSEWHERE, second, 0)
                .orElseThrow()
                .confidence();
        assertTrue(confidence >= 0 && confidence <= Math.max(first, second) + 1e-12, () -> "it is " + confidence);
    }

    @Test
    void resultsOfVersionsThatKnewNothingOfUnsureOnesAreReadAsSure() throws JsonProcessingException {
        WindowDescription read = new ObjectMapper().readValue("""
                {"window":{"start":0.0,"end":30.0},"events":[{"span":{"start":1.0,"end":4.0},"text":"a ball rolls","confidence":0.7}],
                 "captions":{"detailed":"A ball.","background":"Grey.","brief":"A ball.","mainObject":"A ball.","camera":"Static.",
                 "confidence":0.6},"framesSeen":30,"framesTotal":750}""", WindowDescription.class);
        assertEquals(
                new TimedCaption(new Span(1, 4), "a ball rolls", 0.7, false),
                read.events().getFirst());
        assertFalse(read.captions().unsure());
        String written = new ObjectMapper().writeValueAsString(read);
        assertEquals(read, new ObjectMapper().readValue(written, WindowDescription.class));
    }

    private static Optional<TimedCaption> confirmed(double first, Span again, double second, double least) {
        return Confirmation.of(
                new TimedCaption(LISTED, "a ball", first, false),
                new GroundingAnswer(Optional.ofNullable(again), second, false, ""),
                new ConfidenceRule(ConfidenceCurve.IDENTITY, least));
    }
}
