package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;

class GroundingScoresTest {

    private static final List<GroundingOutcome> ITEMS = List.of(
            found(new Span(0, 10), new Span(0, 10)), // 10 of 10: 1
            found(new Span(5, 15), new Span(0, 10)), // 5 of 15: 1/3
            found(new Span(0, 10), new Span(0, 20)), // 10 of 20: exactly 1/2
            found(new Span(40, 50), new Span(0, 10)), // apart: 0
            found(new Span(20, 30), new Span(0, 10), new Span(22, 30)), // 8 of 10 of the second: 0.8
            new GroundingOutcome(List.of(new Span(0, 10)), Optional.empty()), // wrongly refused: 0
            new GroundingOutcome(List.of(), Optional.empty()), // rightly refused
            new GroundingOutcome(List.of(), Optional.of(new Span(1, 2)))); // not refused

    @Test
    void overlapsAreAveragedAndCountedAtTheirThresholds() {
        GroundingScores scores = GroundingScores.of(ITEMS);
        assertEquals(6, scores.iou().count());
        assertEquals((1 + 1 / 3.0 + 0.5 + 0 + 0.8 + 0) / 6, scores.iou().value(), 1e-12);
        assertEquals(4 / 6.0, scores.recallAt30(), 1e-12);
        assertEquals(2 / 6.0, scores.recallAt50(), 1e-12, "an overlap of exactly a half is not enough");
        assertEquals(2 / 6.0, scores.recallAt70(), 1e-12);
    }

    @Test
    void refusalsAreRightWhereNothingIsShownAndWrongElsewhere() {
        Refusals refusals = GroundingScores.of(ITEMS).refusals();
        assertEquals(new Mean(2, 1 / 2.0), refusals.refused());
        assertEquals(new Mean(6, 1 / 6.0), refusals.wronglyRefused());
    }

    @Test
    void withoutItemsNothingIsSaid() {
        GroundingScores scores = GroundingScores.of(List.of());
        assertEquals(Mean.of(), scores.iou());
        assertTrue(Double.isNaN(scores.recallAt50()));
        assertEquals(new Refusals(Mean.of(), Mean.of()), scores.refusals());
    }

    @Test
    void whatIsNotShownHasNoOverlap() {
        assertThrows(IllegalStateException.class, () -> ITEMS.getLast().iou());
    }

    @Test
    void anInstantIsFoundByTheSameInstantOnly() {
        assertEquals(1, found(new Span(3, 3), new Span(3, 3)).iou());
        assertEquals(0, found(new Span(4, 4), new Span(3, 3)).iou());
        assertEquals(0, found(new Span(0, 10), new Span(3, 3)).iou());
    }

    @Test
    void aPredictionWithoutEndIsNone() {
        Span endless = new Span(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertEquals(0, found(endless, new Span(0, 10)).iou());
    }

    @Property(tries = 300)
    void overlapIsSymmetricAndBestWithItself(@ForAll("spans") Span a, @ForAll("spans") Span b) {
        double overlap = found(a, b).iou();
        assertEquals(overlap, found(b, a).iou(), 1e-12);
        assertTrue(overlap >= 0 && overlap <= 1);
        assertEquals(1, found(a, a).iou(), 1e-12);
    }

    @Property(tries = 200)
    void anotherRightAnswerNeverMakesAPredictionWorse(
            @ForAll("spans") Span predicted, @ForAll("spans") Span a, @ForAll("spans") Span b) {
        assertEquals(
                Math.max(found(predicted, a).iou(), found(predicted, b).iou()),
                found(predicted, a, b).iou());
    }

    @Property(tries = 100)
    void recallFallsAsTheThresholdRisesWhateverTheOrder(
            @ForAll("outcomes") List<GroundingOutcome> items, @ForAll long seed) {
        GroundingScores scores = GroundingScores.of(items);
        if (scores.iou().count() > 0) {
            assertTrue(1 >= scores.recallAt30()
                    && scores.recallAt30() >= scores.recallAt50()
                    && scores.recallAt50() >= scores.recallAt70()
                    && scores.recallAt70() >= 0);
            assertTrue(scores.iou().value() >= 0.7 * scores.recallAt70() - 1e-12);
        }
        List<GroundingOutcome> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(scores, GroundingScores.of(shuffled));
    }

    @Provide
    Arbitrary<Span> spans() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 100),
                        Arbitraries.doubles().between(0, 50))
                .as((start, length) -> new Span(start, start + length));
    }

    @Provide
    Arbitrary<List<GroundingOutcome>> outcomes() {
        return Combinators.combine(spans().list().ofMaxSize(3), spans().optional())
                .as(GroundingOutcome::new)
                .list()
                .ofMaxSize(20);
    }

    private static GroundingOutcome found(Span predicted, Span... truth) {
        return new GroundingOutcome(Arrays.asList(truth), Optional.of(predicted));
    }
}
