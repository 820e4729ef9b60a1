package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

class DenseCaptionScoresTest {

    private static final List<TimedText> STORY =
            List.of(event(0, 10, "a red car stops"), event(10, 20, "a blue ball rolls"));

    @Test
    void aPredictionIsRightIfItOverlapsAnyEventEnough() {
        EventsOutcome film = film(
                STORY,
                event(0, 8, "x"), // 8 of 10 of the first
                event(1, 10, "x"), // 9 of 10 of the first, found a second time
                event(14, 24, "x"), // 6 of 14 of the second
                event(50, 60, "x"));
        assertEquals(PrecisionRecall.of(3 / 4.0, 2 / 2.0), EventDetection.of(film, 0.3));
        assertEquals(PrecisionRecall.of(2 / 4.0, 1 / 2.0), EventDetection.of(film, 0.5));
        assertEquals(PrecisionRecall.of(2 / 4.0, 1 / 2.0), EventDetection.of(film, 0.7));
        assertEquals(PrecisionRecall.of(0, 0), EventDetection.of(film, 0.9), "0.9 must be exceeded");
    }

    @Test
    void theFMeasureIsTheHarmonicMean() {
        assertEquals(
                2 * 0.75 * 0.5 / (0.75 + 0.5), PrecisionRecall.of(0.75, 0.5).f1(), 1e-12);
        assertEquals(0, PrecisionRecall.of(0, 0).f1());
    }

    @Test
    void precisionAndRecallAreEachOfTheAnnotatorWhereTheyAreBest() {
        List<TimedText> coarse = List.of(event(0, 20, "all"));
        List<TimedText> fine = List.of(event(0, 10, "x"), event(20, 30, "x"), event(30, 40, "x"), event(40, 50, "x"));
        EventsOutcome film = new EventsOutcome(
                List.of(coarse, fine), List.of(event(0, 20, "x"), event(20, 30, "x"), event(30, 40, "x")));
        // coarse: 1 of 3 right, 1 of 1 found; fine: 2 of 3 right, 2 of 4 found
        assertEquals(PrecisionRecall.of(2 / 3.0, 1), EventDetection.of(film, 0.5));
    }

    @Test
    void overTheThresholdsPrecisionAndRecallAreAveragedBeforeTheyAreJoined() {
        EventsOutcome film = film(STORY, event(0, 8, "x"));
        // IoU 0.8: right and half found at 0.3, 0.5 and 0.7, nothing at 0.9
        assertEquals(PrecisionRecall.of(3 / 4.0, 3 / 8.0), DenseCaptionScores.overThresholds(film));
    }

    @Test
    void theStoryIsWorthOverlapTimesLikeness() {
        EventsOutcome film = film(STORY, event(0, 5, "a red car stops"), event(10, 20, "a blue cat rolls"));
        // 1/2 · 1 + 1 · 2/3, over two events each
        double worth = 0.5 * 1 + 1 * (2 / 3.0);
        assertSameScores(PrecisionRecall.of(worth / 2, worth / 2), SodaC.of(film));
    }

    @Test
    void saidInTheWrongOrderTheStoryIsHalfTold() {
        List<TimedText> truth = List.of(event(0, 10, "red car"), event(5, 15, "blue ball"));
        // by time "blue ball" comes first: only one of the crossing pairs counts, 5/15 · 1
        EventsOutcome film = film(truth, event(0, 10, "blue ball"), event(5, 15, "red car"));
        assertSameScores(PrecisionRecall.of(1 / 3.0 / 2, 1 / 3.0 / 2), SodaC.of(film));
    }

    @Test
    void tooManyEventsCostPrecision() {
        EventsOutcome film =
                film(STORY.subList(0, 1), event(0, 10, "a red car stops"), event(0, 10, "a red car stops"));
        assertSameScores(PrecisionRecall.of(1 / 2.0, 1), SodaC.of(film));
    }

    @Test
    void theAnnotatorWhoseStoryIsTakenIsOneAndTheSameForBothSides() {
        List<TimedText> coarse = List.of(event(0, 20, "red car"));
        List<TimedText> fine = List.of(event(0, 10, "red car"), event(10, 20, "blue ball"));
        EventsOutcome film = new EventsOutcome(List.of(coarse, fine), List.of(event(0, 10, "red car")));
        // coarse: 1/2 of 1 and of 1, F 1/2; fine: 1 of 1 and of 2, F 2/3
        assertSameScores(PrecisionRecall.of(1, 1 / 2.0), SodaC.of(film));
    }

    @Test
    void theNameSaysThatItIsNotThePublishedNumber() {
        assertTrue(SodaC.NAME.contains("SODA_c") && SodaC.NAME.contains("METEOR"));
    }

    @Property(tries = 200)
    void theStoryIsWhatTheBestOfAllPairingsIsWorth(
            @ForAll("events") List<TimedText> truth, @ForAll("events") List<TimedText> said) {
        EventsOutcome film = new EventsOutcome(List.of(truth), said);
        double worth = bestByTrial(film.references().getFirst(), film.predicted(), 0, 0);
        assertSameScores(PrecisionRecall.of(worth / said.size(), worth / truth.size()), SodaC.of(film));
    }

    /** The best pairing of what follows: the next annotated event with any later prediction, or with none. */
    private static double bestByTrial(List<TimedText> truth, List<TimedText> said, int i, int j) {
        if (i == truth.size()) {
            return 0;
        }
        double best = bestByTrial(truth, said, i + 1, j);
        for (int k = j; k < said.size(); k++) {
            double worth = truth.get(i).span().overlap(said.get(k).span())
                    * WordF1.of(TokenizedCaption.of(
                            said.get(k).text(), List.of(truth.get(i).text())));
            best = Math.max(best, worth + bestByTrial(truth, said, i + 1, k + 1));
        }
        return best;
    }

    @Test
    void everyMatchedPairOfAFilmIsADocument() {
        List<TimedText> truth = List.of(event(0, 10, "red car"), event(10, 20, "blue ball"));
        EventsOutcome film = film(truth, event(0, 10, "red car"), event(10, 20, "green ball"));
        // two documents, every run in one of them. First pair: 10 · (1 + 1 + 0 + 0) / 4. Second: words 1 / (√2·√2),
        // pairs 0
        assertEquals((10 * 2 / 4.0 + 10 / 4.0 * 0.5) / 2, EventCaptions.cider(film, 0.5), 1e-12);
    }

    @Test
    void anEventThatIsFoundNowhereEarnsNothingAndStillIsADocument() {
        EventsOutcome film = film(STORY, event(0, 10, "a red car stops"), event(50, 60, "a red car stops"));
        // four words right, weight ln(2/1): (10 + 0) / 2
        assertEquals(5, EventCaptions.cider(film, 0.5), 1e-12);
        assertEquals(0, EventCaptions.cider(film(STORY, event(50, 60, "a red car stops")), 0.5));
    }

    @Test
    void aSinglePairEarnsNothingAsInThePublishedCode() {
        assertEquals(0, EventCaptions.cider(film(STORY, event(0, 10, "a red car stops")), 0.5));
    }

    @Test
    void theCaptionsOfAllAnnotatorsAreCompared() {
        List<TimedText> other = List.of(event(0, 10, "dogs bark at night"));
        EventsOutcome film = new EventsOutcome(List.of(STORY, other), List.of(event(0, 10, "a red car stops")));
        // two pairs of one prediction: 10 with the first annotator, 0 with the other
        assertEquals((10 + 0) / 2.0, EventCaptions.cider(film, 0.5), 1e-12);
    }

    @Test
    void scoresAreMeansOverFilmsAndThresholds() {
        EventsOutcome right = film(STORY, STORY.toArray(TimedText[]::new));
        EventsOutcome silent = film(STORY);
        DenseCaptionScores scores = DenseCaptionScores.of(List.of(right, silent));
        assertEquals(2, scores.films());
        assertEquals(
                List.of(0.3, 0.5, 0.7, 0.9),
                scores.at().stream()
                        .map(DenseCaptionScores.AtOverlap::threshold)
                        .toList());
        PrecisionRecall half = new PrecisionRecall(0.5, 0.5, 0.5);
        for (DenseCaptionScores.AtOverlap at : scores.at()) {
            assertSameScores(half, at.events());
            // "a" is in both documents and weighs nothing. Words: 3 of 3, longer runs all: 10; 0 for the silent one
            assertEquals((10 + 0) / 2.0, at.cider(), 1e-12);
        }
        assertSameScores(half, scores.events());
        assertEquals(5, scores.cider(), 1e-12);
        assertSameScores(half, scores.sodaC());
    }

    @Test
    void aFilmThatNobodyAnnotatedIsLeftOut() {
        EventsOutcome unseen = new EventsOutcome(List.of(List.of(), List.of()), STORY);
        assertFalse(unseen.annotated());
        EventsOutcome seen = film(STORY, STORY.toArray(TimedText[]::new));
        assertEquals(DenseCaptionScores.of(List.of(seen)), DenseCaptionScores.of(List.of(unseen, seen)));
    }

    @Test
    void anAnnotatorWhoSawNothingIsNoAnnotator() {
        assertEquals(new EventsOutcome(List.of(STORY), STORY), new EventsOutcome(List.of(List.of(), STORY), STORY));
    }

    @Test
    void withoutFilmsNothingIsSaid() {
        DenseCaptionScores scores = DenseCaptionScores.of(List.of());
        assertEquals(0, scores.films());
        assertTrue(Double.isNaN(scores.cider())
                && Double.isNaN(scores.sodaC().f1())
                && Double.isNaN(scores.events().f1()));
    }

    @Property(tries = 100)
    void scoresAreSharesAndTheTruthItselfIsTheBestWhateverTheOrder(
            @ForAll("events") List<TimedText> truth, @ForAll("events") List<TimedText> said, @ForAll long seed) {
        EventsOutcome film = new EventsOutcome(List.of(truth), said);
        DenseCaptionScores scores = DenseCaptionScores.of(List.of(film));
        for (double share : new double[] {
            scores.events().precision(),
            scores.events().recall(),
            scores.sodaC().f1()
        }) {
            assertTrue(share >= 0 && share <= 1 + 1e-12);
        }
        assertTrue(scores.cider() >= 0 && scores.cider() <= 10 + 1e-9);
        List<TimedText> shuffled = new ArrayList<>(said);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(film, new EventsOutcome(List.of(truth), shuffled));
        DenseCaptionScores best = DenseCaptionScores.of(List.of(new EventsOutcome(List.of(truth), truth)));
        assertSameScores(PrecisionRecall.of(1, 1), best.events());
        assertSameScores(PrecisionRecall.of(1, 1), best.sodaC());
    }

    @Provide
    Arbitrary<List<TimedText>> events() {
        Arbitrary<Span> spans = Combinators.combine(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(1, 10))
                .as((start, length) -> new Span(start, start + length));
        return Combinators.combine(spans, Captions.texts(1, 5))
                .as((span, words) -> new TimedText(span, String.join(" ", words)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static void assertSameScores(PrecisionRecall expected, PrecisionRecall actual) {
        assertEquals(expected.precision(), actual.precision(), 1e-12);
        assertEquals(expected.recall(), actual.recall(), 1e-12);
        assertEquals(expected.f1(), actual.f1(), 1e-12);
    }

    private static EventsOutcome film(List<TimedText> truth, TimedText... predicted) {
        return new EventsOutcome(List.of(truth), Arrays.asList(predicted));
    }

    private static TimedText event(double start, double end, String text) {
        return new TimedText(new Span(start, end), text);
    }
}
