package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ConfidenceCurve;
import org.timeviper.model.config.ConfidenceCurve.Point;
import org.timeviper.model.config.ConfidenceRule;

class ConfirmationTest {

    private static final Span LISTED = new Span(10, 20);
    private static final Span NEARBY = new Span(12, 20);
    private static final Span ELSEWHERE = new Span(40, 50);

    @Test
    void looksThatAgreeAreAsSureAsBothTogetherAndTheSpanLiesBetweenTheirs() {
        TimedCaption kept = confirmed(0.9, NEARBY, 0.4, 0.6).orElseThrow();
        assertEquals(new Span(11, 20), kept.span());
        assertEquals(0.6, kept.confidence(), 1e-12);
        assertFalse(kept.unsure());
        assertTrue(confirmed(0.9, NEARBY, 0.4, 0.61).orElseThrow().unsure());
    }

    @Test
    void ofLooksThatDisagreeTheSecondGivesTheSpanAndOneAtMostIsRight() {
        TimedCaption second = confirmed(0.5, ELSEWHERE, 0.8, 0).orElseThrow();
        assertEquals(ELSEWHERE, second.span());
        assertEquals(0.8 * 0.5 / (1 - 0.4), second.confidence(), 1e-12);
        TimedCaption doubtful = confirmed(0.8, ELSEWHERE, 0.5, 0).orElseThrow();
        assertEquals(ELSEWHERE, doubtful.span());
        assertEquals(0.5 * 0.2 / (1 - 0.4), doubtful.confidence(), 1e-12);
        assertEquals(0.5, confirmed(1, ELSEWHERE, 1, 0).orElseThrow().confidence());
    }

    @Test
    void whatIsNotFoundAgainIsLeftOut() {
        assertEquals(Optional.empty(), confirmed(0.9, null, 0.2, 0));
        assertEquals(Optional.empty(), confirmed(0.9, new Span(10, 10), 0.9, 0));
    }

    @Test
    void whatBothLooksComeToIsCalibrated() {
        ConfidenceCurve halved = new ConfidenceCurve(List.of(new Point(0, 0), new Point(1, 0.5)));
        TimedCaption event = new TimedCaption(LISTED, "a ball", 0.9, false);
        TimedCaption kept = Confirmation.of(event, seen(NEARBY, 0.4), new ConfidenceRule(halved, 0.31))
                .orElseThrow();
        assertEquals(0.3, kept.confidence(), 1e-12);
        assertTrue(kept.unsure());
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

    private static Optional<TimedCaption> confirmed(double first, Span again, double second, double least) {
        return Confirmation.of(
                new TimedCaption(LISTED, "a ball", first, false),
                seen(again, second),
                new ConfidenceRule(ConfidenceCurve.IDENTITY, least));
    }

    private static Sighting seen(Span span, double confidence) {
        return new Sighting(Optional.ofNullable(span), confidence, "");
    }
}
