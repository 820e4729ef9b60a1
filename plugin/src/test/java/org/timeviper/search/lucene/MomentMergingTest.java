package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MomentMergingTest {

    private static final MomentMerging MERGING = new MomentMerging(2, 0.8, 30, 0.5);

    @Test
    void neighboursInTimeBecomeOneMoment() {
        List<FoundMoment<String>> moments = MERGING.merge(List.of(
                hit("film", 3, 9, 0.9, "enters"),
                hit("film", 10, 14, 0.85, "crosses"),
                hit("film", 40, 44, 0.8, "later")));
        assertEquals(List.of("3.0–14.0", "40.0–44.0"), spans(moments));
        assertEquals("enters", moments.getFirst().best().item());
    }

    @Test
    void aLongSceneDoesNotFillThePage() {
        List<FoundMoment<String>> moments = MERGING.merge(List.of(
                hit("film", 10, 14, 0.9, "the event"),
                hit("film", 0, 25, 0.89, "the scene around it"),
                hit("film", 11, 12, 0.5, "a detail")));
        assertEquals(List.of("10.0–14.0"), spans(moments));
        assertEquals(2, moments.getFirst().covered().size());
    }

    @Test
    void aNeighbourThatAnswersLessDoesNotWidenTheMoment() {
        assertEquals(
                List.of("3.0–9.0", "9.0–14.0"),
                spans(MERGING.merge(List.of(hit("film", 3, 9, 0.9, "yes"), hit("film", 9, 14, 0.4, "hardly")))));
    }

    @Test
    void aMomentDoesNotGrowWithoutEnd() {
        List<TimedHit<String>> hits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hits.add(hit("film", i * 10, i * 10 + 10, 0.9, "scene " + i));
        }
        MERGING.merge(hits).forEach(moment -> assertTrue(moment.end() - moment.start() <= 30));
    }

    @Test
    void differentVideosNeverJoin() {
        assertEquals(
                2,
                MERGING.merge(List.of(hit("a", 0, 5, 0.9, ""), hit("b", 5, 9, 0.9, "")))
                        .size());
    }

    @Test
    void badNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MomentMerging(-1, 0.5, 30, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new MomentMerging(1, Double.NaN, 30, 0.5));
        assertThrows(IllegalArgumentException.class, () -> hit("a", 5, 4, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> hit("a", 0, Double.NaN, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> hit("a", 0, 1, Double.NaN, ""));
    }

    @Property(tries = 1000)
    void mergingIsAsAnObviousImplementationDoesIt(
            @ForAll("hits") List<TimedHit<String>> hits, @ForAll("mergings") MomentMerging merging) {
        assertEquals(
                Oracle.merge(hits, merging),
                merging.merge(hits).stream()
                        .map(moment -> moment.best().timeline() + " " + moment.start() + "–" + moment.end() + " "
                                + moment.best().item())
                        .toList());
    }

    @Property(tries = 1000)
    void noMomentRepeatsAnother(
            @ForAll("hits") List<TimedHit<String>> hits, @ForAll("mergings") MomentMerging merging) {
        List<FoundMoment<String>> moments = merging.merge(hits);
        Map<String, Integer> seen = new HashMap<>();
        for (FoundMoment<String> moment : moments) {
            moment.hits().forEach(hit -> seen.merge(hit.item(), 1, Integer::sum));
            moment.covered().forEach(hit -> seen.merge(hit.item(), 1, Integer::sum));
            assertTrue(moment.end() - moment.start()
                    <= Math.max(
                            merging.maxSeconds(),
                            moment.best().end() - moment.best().start()));
            assertEquals(
                    moment.start(),
                    moment.hits().stream().mapToDouble(TimedHit::start).min().orElseThrow());
            for (FoundMoment<String> other : moments) {
                double shared = Math.min(moment.end(), other.end()) - Math.max(moment.start(), other.start());
                double shorter = Math.min(moment.end() - moment.start(), other.end() - other.start());
                assertTrue(moment == other
                        || !moment.best().timeline().equals(other.best().timeline())
                        || shared <= merging.overlap() * shorter);
            }
        }
        assertEquals(hits.size(), seen.size());
        assertTrue(seen.values().stream().allMatch(times -> times == 1));
    }

    @Property(tries = 500)
    void whatIsFoundLaterIsPutBesideWhatWasThereAndNothingOfItIsLost(
            @ForAll("hits") List<TimedHit<String>> hits,
            @ForAll("mergings") MomentMerging merging,
            @ForAll Random random) {
        Map<Boolean, List<TimedHit<String>>> parts =
                hits.stream().collect(Collectors.partitioningBy(hit -> random.nextBoolean()));
        List<FoundMoment<String>> earlier = merging.merge(parts.get(true));
        List<FoundMoment<String>> later = merging.merge(parts.get(false), earlier);
        assertEquals(later, merging.beside(earlier, later));
        Set<String> there = new HashSet<>();
        later.forEach(moment -> {
            moment.hits().forEach(hit -> assertTrue(there.add(hit.item())));
            moment.covered().forEach(hit -> assertTrue(there.add(hit.item())));
        });
        for (TimedHit<String> hit : parts.get(false)) {
            FoundMoment<String> alone = new FoundMoment<>(hit, hit.start(), hit.end(), List.of(hit), List.of());
            assertEquals(
                    there.contains(hit.item()),
                    merging.beside(earlier, List.of(alone)).contains(alone),
                    hit.item());
        }
    }

    @Property(tries = 200)
    void theOrderOfTheHitsDoesNotMatter(
            @ForAll("hits") List<TimedHit<String>> hits,
            @ForAll("mergings") MomentMerging merging,
            @ForAll Random random) {
        List<TimedHit<String>> shuffled = new ArrayList<>(hits);
        Collections.shuffle(shuffled, random);
        assertEquals(spans(merging.merge(hits)), spans(merging.merge(shuffled)));
    }

    @Provide
    Arbitrary<List<TimedHit<String>>> hits() {
        Arbitrary<TimedHit<String>> hit = Combinators.combine(
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.integers().between(0, 10))
                .as((timeline, start, length, score, relevance) ->
                        new TimedHit<>(timeline, start, start + length, score, relevance / 10.0, ""));
        return hit.list().ofMaxSize(15).map(MomentMergingTest::named);
    }

    @Provide
    Arbitrary<MomentMerging> mergings() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of(0.0, 0.5, 0.9, 1.0),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of(0.0, 0.3, 0.5, 1.0))
                .as((gap, likeness, max, overlap) -> new MomentMerging(gap, likeness, max, overlap));
    }

    /** Gives every hit its own name, and of equal scores keeps one, so that the best hit is never in doubt. */
    private static List<TimedHit<String>> named(List<TimedHit<String>> hits) {
        List<TimedHit<String>> named = new ArrayList<>();
        Set<Double> scores = new HashSet<>();
        for (TimedHit<String> hit : hits) {
            if (scores.add(hit.score())) {
                named.add(new TimedHit<>(
                        hit.timeline(), hit.start(), hit.end(), hit.score(), hit.relevance(), "hit " + named.size()));
            }
        }
        return named;
    }

    private static TimedHit<String> hit(String timeline, double start, double end, double score, String item) {
        return new TimedHit<>(timeline, start, end, score, Math.min(1, Math.max(0, score)), item);
    }

    private static List<String> spans(List<FoundMoment<String>> moments) {
        return moments.stream()
                .map(moment -> moment.start() + "–" + moment.end())
                .toList();
    }

    /** The rule once more on whole-second spans, over all timelines at once and with a state per hit, as slow and plain as it can be. */
    private static final class Oracle {

        static List<String> merge(List<TimedHit<String>> hits, MomentMerging rule) {
            Ranked order = new Ranked(hits);
            boolean[] gone = new boolean[order.size()];
            List<double[]> spans = new ArrayList<>();
            List<Integer> seeds = new ArrayList<>();
            for (int seed = 0; seed < order.size(); seed++) {
                if (gone[seed]) {
                    continue;
                }
                gone[seed] = true;
                double[] span = {order.get(seed).start(), order.get(seed).end()};
                boolean changed = true;
                while (changed) {
                    changed = false;
                    for (int i = 0; i < order.size(); i++) {
                        if (!gone[i] && order.together(seed, i) && same(span, order.span(i), rule)) {
                            gone[i] = true;
                        }
                    }
                    for (int i = 0; i < order.size() && !changed; i++) {
                        double[] union = {Math.min(span[0], order.span(i)[0]), Math.max(span[1], order.span(i)[1])};
                        boolean blocked = false;
                        for (int m = 0; m < spans.size(); m++) {
                            blocked |= order.together(seeds.get(m), seed) && same(union, spans.get(m), rule);
                        }
                        boolean apart = order.span(i)[0] > span[1] + rule.gapSeconds()
                                || order.span(i)[1] < span[0] - rule.gapSeconds();
                        if (!gone[i]
                                && order.together(seed, i)
                                && !apart
                                && !blocked
                                && union[1] - union[0] <= rule.maxSeconds()
                                && order.get(i).relevance()
                                        >= rule.likeness() * order.get(seed).relevance()) {
                            gone[i] = true;
                            span = union;
                            changed = true;
                        }
                    }
                }
                spans.add(span);
                seeds.add(seed);
            }
            List<String> merged = new ArrayList<>();
            for (int m = 0; m < spans.size(); m++) {
                TimedHit<String> best = order.get(seeds.get(m));
                merged.add(best.timeline() + " " + spans.get(m)[0] + "–" + spans.get(m)[1] + " " + best.item());
            }
            return merged;
        }

        /** Counts the shared seconds instead of subtracting ends; exact for the whole seconds that are drawn. */
        private static boolean same(double[] a, double[] b, MomentMerging rule) {
            int shared = 0;
            for (int t = -400; t <= 400; t++) {
                shared += a[0] <= t && t + 1 <= a[1] && b[0] <= t && t + 1 <= b[1] ? 1 : 0;
            }
            double shorter = Math.min(a[1] - a[0], b[1] - b[0]);
            boolean touch = a[0] <= b[1] && b[0] <= a[1];
            return touch && (shorter == 0 || shared > rule.overlap() * shorter);
        }

        /** Hits by falling score. */
        private record Ranked(List<TimedHit<String>> hits) {
            Ranked(List<TimedHit<String>> hits) {
                this.hits = hits.stream()
                        .sorted(Comparator.comparingDouble((TimedHit<String> hit) -> -hit.score()))
                        .toList();
            }

            int size() {
                return hits.size();
            }

            TimedHit<String> get(int i) {
                return hits.get(i);
            }

            double[] span(int i) {
                return new double[] {hits.get(i).start(), hits.get(i).end()};
            }

            boolean together(int a, int b) {
                return hits.get(a).timeline().equals(hits.get(b).timeline());
            }
        }
    }
}
