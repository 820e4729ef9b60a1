package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.NaiveTemporal.Place;
import org.timeviper.search.lucene.TemporalAlgebra.Joined;

class TemporalAlgebraTest {

    @Test
    void theSecondMayStartAtMostTheDistanceAfterTheFirstEnds() {
        assertEquals("0.0–7.0", then(spans(0, 2), spans(5, 7), 3));
        assertEquals("", then(spans(0, 2), spans(5, 7), 2.999));
        assertEquals(
                3_000,
                TemporalAlgebra.then(spans(0, 2), spans(5, 7), 3).getFirst().gapMillis());
    }

    @Test
    void tenthsOfASecondAddUpExactly() {
        assertEquals("0.1–0.5", then(spans(0.1, 0.1), spans(0.4, 0.5), 0.3));
    }

    @Test
    void whatStartsDuringTheFirstFollowsIt() {
        assertEquals("0.0–10.0", then(spans(0, 10), spans(4, 6), 0));
        assertEquals("0.0–12.0", then(spans(0, 10), spans(4, 12), 0));
    }

    @Test
    void whatStartsTogetherOrBeforeDoesNotFollow() {
        assertEquals("", then(spans(4, 6), spans(4, 9), 10));
        assertEquals("", then(spans(4, 6), spans(3, 9), 10));
    }

    @Test
    void everyThingIsJoinedWithItsTightestPartner() {
        assertEquals("0.0–6.0 3.0–6.0 3.0–9.0", then(spans(0, 2, 3, 4), spans(5, 6, 8, 9), 4));
        assertEquals(
                "3.0–6.0",
                spans(TemporalAlgebra.tightest(TemporalAlgebra.then(spans(0, 2, 3, 4), spans(5, 6, 8, 9), 4))));
    }

    @Test
    void aLongSecondIsNotLostToAShortOneInItsPlace() {
        List<TimeSpan> both = List.of(seconds(2, 3), seconds(2.5, 8));
        var pairs = TemporalAlgebra.then(spans(0, 1), both, 2);
        assertEquals("0.0–9.0", then(pairs.stream().map(Joined::span).toList(), spans(9, 9), 1));
    }

    @Test
    void whileIsTheTimeThatBothShare() {
        assertEquals("3.0–5.0", whilst(spans(0, 5), spans(3, 9)));
        assertEquals("2.0–4.0 6.0–9.0", whilst(spans(0, 10), spans(2, 4, 6, 9)));
    }

    @Test
    void touchingIsSharingOnlyForWhatHasNoLength() {
        assertEquals("", whilst(spans(0, 5), spans(5, 9)));
        assertEquals("5.0–5.0", whilst(spans(0, 5), spans(5, 5)));
        assertEquals("5.0–5.0", whilst(spans(5, 9), spans(5, 5)));
        assertEquals("5.0–5.0", whilst(spans(5, 5), spans(5, 5)));
    }

    @Test
    void nearHasNoOrder() {
        assertEquals("0.0–6.0", near(spans(0, 2), spans(5, 6), 3));
        assertEquals("0.0–6.0", near(spans(5, 6), spans(0, 2), 3));
        assertEquals("0.0–6.0", near(spans(0, 2), spans(0, 6), 0));
        assertEquals("", near(spans(5, 6), spans(0, 2), 2.9));
    }

    @Test
    void notNearCountsTheDistanceItselfAsNear() {
        assertEquals("10.0–12.0", notNear(spans(0, 2, 10, 12), spans(4, 5), 2));
        assertEquals("", notNear(spans(0, 2, 7, 12), spans(4, 5), 2));
        assertEquals("0.0–2.0", notNear(spans(0, 2), spans(), 2));
        assertEquals("20.0–22.0", notNear(spans(20, 22), spans(0, 10, 2, 3), 9));
        assertEquals("", notNear(spans(20, 22), spans(0, 12, 2, 3), 9));
    }

    @Test
    void withinMeansEntirelyInside() {
        assertEquals("2.0–4.0 2.0–8.0", spans(TemporalAlgebra.within(spans(0, 4, 2, 4, 2, 8, 5, 9), seconds(2, 8))));
    }

    @Test
    void whatIsJoinedCanBeReadBack() {
        Scene car = new Scene(seconds(0, 2), "car");
        Scene man = new Scene(seconds(3, 4), "man");
        Joined<Scene, Scene> joined = TemporalAlgebra.<Scene, Scene>then(List.of(car), List.of(man), 5)
                .getFirst();
        assertEquals("car man", joined.first().name() + " " + joined.second().name());
    }

    @Test
    void ofThingsWithOneSpanTheFirstIsThePartner() {
        List<Scene> cars = List.of(new Scene(seconds(0, 1), "car"), new Scene(seconds(0, 1), "another car"));
        List<Scene> men = List.of(new Scene(seconds(2, 3), "man"), new Scene(seconds(4, 5), "last man"));
        assertEquals(
                "car–man another car–man car–last man",
                TemporalAlgebra.<Scene, Scene>then(cars, men, 5).stream()
                        .map(pair -> pair.first().name() + "–" + pair.second().name())
                        .collect(Collectors.joining(" ")));
    }

    private record Scene(TimeSpan span, String name) implements Timed {}

    @Test
    void badDistancesAreRefused() {
        for (double distance : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 3e9}) {
            assertThrows(IllegalArgumentException.class, () -> TemporalAlgebra.then(spans(), spans(), distance));
            assertThrows(IllegalArgumentException.class, () -> TemporalAlgebra.near(spans(), spans(), distance));
            assertThrows(IllegalArgumentException.class, () -> TemporalAlgebra.notNear(spans(), spans(), distance));
        }
    }

    @Test
    void badSpansAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TimeSpan(5, 4));
        assertThrows(IllegalArgumentException.class, () -> new TimeSpan(-1, 4));
        assertThrows(IllegalArgumentException.class, () -> new TimeSpan(0, Integer.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> seconds(0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> seconds(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> seconds(3, 2));
    }

    @Test
    void theLatestTimesDoNotOverflow() {
        TimeSpan last = new TimeSpan(TimeSpan.MAX_MILLIS - 1, TimeSpan.MAX_MILLIS);
        TimeSpan first = new TimeSpan(0, 1);
        double far = TimeSpan.MAX_MILLIS / 1000.0;
        assertEquals(1, TemporalAlgebra.then(List.of(first), List.of(last), far).size());
        assertEquals(0, TemporalAlgebra.then(List.of(last), List.of(first), far).size());
        assertEquals(1, TemporalAlgebra.near(List.of(last), List.of(first), far).size());
        assertEquals(
                0, TemporalAlgebra.notNear(List.of(last), List.of(first), far).size());
    }

    @Test
    void tenThousandOverlappingSpansOfEachTakeNoLongTime() {
        List<TimeSpan> ones = new ArrayList<>();
        List<TimeSpan> others = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ones.add(new TimeSpan(2 * i, 2 * i + 100_000));
            others.add(new TimeSpan(2 * i + 1, 2 * i + 90_000 - i));
        }
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertTrue(TemporalAlgebra.then(ones, others, 600).size() <= 20_000);
            assertTrue(TemporalAlgebra.near(ones, others, 600).size() <= 40_000);
            assertTrue(TemporalAlgebra.whilst(ones, others).size() <= 20_000);
            assertEquals(0, TemporalAlgebra.notNear(ones, others, 600).size());
        });
    }

    @Property(tries = 3000)
    void everyQualifyingPairSpansWhatAResultSpans(
            @ForAll("lists") List<TimeSpan> first,
            @ForAll("lists") List<TimeSpan> second,
            @ForAll("distances") int within) {
        var then = TemporalAlgebra.<TimeSpan, TimeSpan>then(first, second, within);
        var near = TemporalAlgebra.<TimeSpan, TimeSpan>near(first, second, within);
        var whilst = TemporalAlgebra.<TimeSpan, TimeSpan>whilst(first, second);
        assertTrue(then.size() <= first.size() + second.size());
        assertTrue(near.size() <= 2 * (first.size() + second.size()));
        assertTrue(whilst.size() <= first.size() + second.size());
        for (TimeSpan a : first) {
            for (TimeSpan b : second) {
                Place one = Place.of(a);
                Place other = Place.of(b);
                TimeSpan hull = new TimeSpan(
                        Math.min(a.startMillis(), b.startMillis()), Math.max(a.endMillis(), b.endMillis()));
                if (b.startMillis() > a.startMillis() && NaiveTemporal.gap(one, other) <= within * 1000) {
                    assertTrue(then.stream().anyMatch(pair -> hull.contains(pair.span())));
                    assertTrue(then.stream().anyMatch(pair -> pair.first().equals(a)));
                    assertTrue(then.stream().anyMatch(pair -> pair.second().equals(b)));
                }
                if (NaiveTemporal.gap(one, other) <= within * 1000) {
                    assertTrue(near.stream().anyMatch(pair -> hull.contains(pair.span())));
                }
                if (NaiveTemporal.shareTime(one, other)) {
                    Place shared = NaiveTemporal.shared(one, other);
                    assertTrue(whilst.stream()
                            .anyMatch(pair -> pair.span().startMillis() <= shared.start()
                                    && shared.end() <= pair.span().endMillis()));
                }
            }
        }
        then.forEach(
                pair -> assertTrue(pair.second().startMillis() > pair.first().startMillis()));
        Stream.concat(then.stream(), near.stream()).forEach(pair -> {
            assertEquals(NaiveTemporal.gap(Place.of(pair.first()), Place.of(pair.second())), pair.gapMillis());
            assertTrue(pair.gapMillis() <= within * 1000);
        });
        whilst.forEach(pair -> assertTrue(NaiveTemporal.shareTime(Place.of(pair.first()), Place.of(pair.second()))));
    }

    @Property(tries = 2000)
    void theTightestAreThoseThatContainNoOther(@ForAll("lists") List<TimeSpan> spans) {
        assertEquals(
                List.copyOf(NaiveTemporal.tightest(places(spans))),
                TemporalAlgebra.<TimeSpan>tightest(spans).stream()
                        .map(Place::of)
                        .toList());
    }

    @Property(tries = 3000)
    void nestedExpressionsHoldWhereTheirDefinitionsSay(@ForAll Random random) {
        RandomTimelines draw = new RandomTimelines(random.nextLong());
        List<RandomTimelines.Told> timeline = draw.timeline();
        TemporalExpression expression = draw.expression(4);
        List<TemporalMatch<TimeSpan>> matches =
                expression.evaluate(operand -> RandomTimelines.hits(operand, timeline).stream()
                        .map(place -> new TimeSpan((int) place.start(), (int) place.end()))
                        .toList());
        assertEquals(
                List.copyOf(NaiveTemporal.distinct(
                        NaiveTemporal.evaluate(expression, operand -> RandomTimelines.hits(operand, timeline)))),
                matches.stream()
                        .map(match -> new Place(
                                match.span().startMillis(), match.span().endMillis(), match.gapMillis()))
                        .toList(),
                () -> expression + " over " + timeline);
        matches.forEach(
                match -> assertEquals(expression.shown().size(), match.hits().size()));
    }

    @Test
    void aChainOfNeighboursStaysLinear() {
        for (int links = 1; links < 32; links++) {
            int found = chain(links)
                    .<TimeSpan>evaluate(operand -> alternating(operand, 6))
                    .size();
            assertTrue(found <= 12 * 13 / 2, links + " links hold at " + found + " places");
        }
    }

    @Test
    void whatHoldsAtTooManyPlacesIsRefusedInWords() {
        String message = assertThrows(
                        TooManyMatches.class, () -> chain(31).<TimeSpan>evaluate(operand -> alternating(operand, 700)))
                .getMessage();
        assertTrue(message.startsWith("More than 400000 places"), message);
        assertTrue(TooManyMatches.tells(message), message);
        assertFalse(TooManyMatches.tells("The span is 5 seconds: it must be less."));
    }

    @Test
    void allFilmsOfASearchShareWhatMayBeMade() {
        TemporalEvaluation evaluation = new TemporalEvaluation(chain(31));
        evaluation.<TimeSpan>in(operand -> alternating(operand, 300));
        assertThrows(TooManyMatches.class, () -> evaluation.<TimeSpan>in(operand -> alternating(operand, 300)));
    }

    /** Men and women, by turns, each within an hour of the one before. */
    private static TemporalExpression chain(int links) {
        TemporalExpression chain = new TemporalExpression.Operand("man");
        for (int i = 0; i < links; i++) {
            chain = chain.near(new TemporalExpression.Operand(i % 2 == 0 ? "woman" : "man"), 3600);
        }
        return chain;
    }

    /** A second of each, by turns. */
    private static List<TimeSpan> alternating(TemporalExpression.Operand operand, int count) {
        int first = operand.text().equals("man") ? 0 : 1;
        return IntStream.range(0, count)
                .mapToObj(i -> seconds(2 * i + first, 2 * i + first + 1))
                .toList();
    }

    @Provide
    Arbitrary<List<TimeSpan>> lists() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 12))
                .as((start, length) -> seconds(start, start + length))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<Integer> distances() {
        return Arbitraries.integers().between(0, 12);
    }

    private static Set<Place> places(List<TimeSpan> spans) {
        return spans.stream().map(Place::of).collect(Collectors.toCollection(TreeSet::new));
    }

    private static TimeSpan seconds(double start, double end) {
        return TimeSpan.ofSeconds(start, end);
    }

    private static List<TimeSpan> spans(double... ends) {
        List<TimeSpan> spans = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            spans.add(seconds(ends[i], ends[i + 1]));
        }
        return spans;
    }

    private static String spans(List<? extends Timed> things) {
        return things.stream()
                .map(thing -> thing.span().start() + "–" + thing.span().end())
                .collect(Collectors.joining(" "));
    }

    private static String then(List<TimeSpan> first, List<TimeSpan> second, double within) {
        return spans(TemporalAlgebra.then(first, second, within));
    }

    private static String near(List<TimeSpan> first, List<TimeSpan> second, double within) {
        return spans(TemporalAlgebra.near(first, second, within));
    }

    private static String whilst(List<TimeSpan> first, List<TimeSpan> second) {
        return spans(TemporalAlgebra.whilst(first, second));
    }

    private static String notNear(List<TimeSpan> wanted, List<TimeSpan> unwanted, double within) {
        return spans(TemporalAlgebra.notNear(wanted, unwanted, within));
    }
}
