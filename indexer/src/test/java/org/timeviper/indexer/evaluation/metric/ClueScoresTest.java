package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;

class ClueScoresTest {

    private static double iou(List<Span> truth, List<Span> predicted) {
        return new ClueOutcome(truth, predicted).iou();
    }

    private static Span span(double start, double end) {
        return new Span(start, end);
    }

    @Test
    void allIntervalsAreComparedWithAllThatAreNamed() {
        List<Span> truth = List.of(span(10, 20), span(40, 50));
        assertEquals(1, iou(truth, List.of(span(40, 50), span(10, 20))), 1e-12, "in any order");
        assertEquals(10 / 20.0, iou(truth, List.of(span(10, 20))), 1e-12, "one of two");
        assertEquals(10 / 30.0, iou(truth, List.of(span(15, 25), span(35, 45))), 1e-12, "5 and 5 of 20 and 20");
        assertEquals(20 / 40.0, iou(truth, List.of(span(10, 50))), 1e-12, "one that reaches over both");
        assertEquals(0, iou(truth, List.of(span(20, 40))), "only what is between them");
        assertEquals(0, iou(truth, List.of()));
    }

    @Test
    void secondsThatAreNamedTwiceCountOnce() {
        assertEquals(
                5 / 10.0,
                iou(List.of(span(0, 10)), List.of(span(0, 3), span(2, 5), span(0, 5))),
                1e-12,
                "0 to 5 of 10");
        assertEquals(1, iou(List.of(span(0, 6), span(4, 10), span(10, 12)), List.of(span(0, 12))), 1e-12);
    }

    @Test
    void aMomentThatLastsNoTimeOverlapsNothing() {
        assertEquals(0, iou(List.of(span(3, 3)), List.of(span(3, 3))));
    }

    /**
     * 0.6 is more than all five thresholds, 0.3 than 0.1 and 0.2 alone, 0.05 than none: recalls 5/5, 2/5 and 0. The first is answered rightly, the second wrongly, the third was not asked
     * as multiple choice.
     */
    @Test
    void recallAndAccuracyAreMeansOverTheThresholds() {
        ClueScores scores =
                ClueScores.of(Map.of("a", 0.6, "b", 0.3, "c", 0.05), Map.of("a", true, "b", false, "other", true));
        assertEquals(3, scores.iou().count());
        assertEquals((0.6 + 0.3 + 0.05) / 3, scores.iou().value(), 1e-12);
        assertEquals((1 + 2 / 5.0 + 0) / 3, scores.recall(), 1e-12);
        assertEquals(2, scores.accuracy().count());
        assertEquals((1 + 0) / 2.0, scores.accuracy().value(), 1e-12);
    }
}
