package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/**
 * What it means that one thing comes after another, or is near it, or goes on at the same time: one place for it, wherever the things come from.
 *
 * <p>The gap between two things is the time from the end of the one to the start of the other, 0 if they touch or share time. Distances are in seconds, rounded to
 * the millisecond; a gap of exactly that distance is within it.
 *
 * <p>The joins ({@link #then}, {@link #near}, {@link #whilst}) do not list every pair, which could be the square of the things, but pair each thing with its tightest
 * partner. Every pair that qualifies spans at least what some pair of the result spans, or shares at most what some pair of the result shares; in {@code then} and
 * {@code near} everything that has a partner appears. The result of n and m things has no more than n + m pairs, of {@code near} twice as many, and takes
 * n log n time. Lists may be in any order, and things may overlap, be of no length, or come more than once (as a partner, the first of those with one span is
 * taken). Results are in the order of their spans.
 */
public final class TemporalAlgebra {

    /**
     * Two things joined.
     *
     * @param first of the first list
     * @param second of the second list
     * @param span what the join is about: both things and what lies between them, or the time they share
     * @param gapMillis the time between them in milliseconds
     */
    public record Joined<A extends Timed, B extends Timed>(A first, B second, TimeSpan span, int gapMillis)
            implements Timed {}

    private TemporalAlgebra() {}

    /**
     * First, then second: the second starts later than the first, and the gap from the end of the first to the start of the second is within the distance. The span
     * is from the start of the first to the later of the two ends.
     *
     * <p>Each first is joined with the second that ends first (of those, the one that starts first), and each second with the first that starts last (of those, the
     * one that ends last).
     *
     * @param withinSeconds the greatest gap
     * @throws IllegalArgumentException if the distance is negative, too great or no number
     */
    public static <A extends Timed, B extends Timed> List<Joined<A, B>> then(
            List<? extends A> first, List<? extends B> second, double withinSeconds) {
        List<A> before = ordered(first);
        List<B> after = ordered(second);
        Pairs pairs = new Pairs();
        follow(before, after, TimeSpan.millis(withinSeconds, "distance"), false, pairs);
        return pairs.join(before, after, TimeSpan::hull);
    }

    /**
     * One near the other: the gap, whichever comes first, is within the distance. The span is from the first start to the last end.
     *
     * <p>The pairs are those that {@link #then} would give both ways, were things that start together also to follow each other.
     *
     * @param withinSeconds the greatest gap
     * @throws IllegalArgumentException if the distance is negative, too great or no number
     */
    public static <A extends Timed, B extends Timed> List<Joined<A, B>> near(
            List<? extends A> first, List<? extends B> second, double withinSeconds) {
        List<A> ones = ordered(first);
        List<B> others = ordered(second);
        int within = TimeSpan.millis(withinSeconds, "distance");
        Pairs pairs = new Pairs();
        follow(ones, others, within, true, pairs);
        follow(others, ones, within, true, (other, one) -> pairs.add(one, other));
        return pairs.join(ones, others, TimeSpan::hull);
    }

    /**
     * One while the other: they share time, or touch if either has no length. The span is what they share.
     *
     * <p>Each thing, of either list, is joined with the thing of the other list that is on when it starts: of those that share time with it and start no later, the
     * one that ends last (of those, the one that starts last). Whatever two things share lies inside a span of the result.
     */
    public static <A extends Timed, B extends Timed> List<Joined<A, B>> whilst(
            List<? extends A> first, List<? extends B> second) {
        List<A> ones = ordered(first);
        List<B> others = ordered(second);
        Pairs pairs = new Pairs();
        onAtStart(ones, others, pairs);
        onAtStart(others, ones, (other, one) -> pairs.add(one, other));
        return pairs.join(
                ones,
                others,
                (one, other) -> new TimeSpan(
                        Math.max(one.startMillis(), other.startMillis()),
                        Math.min(one.endMillis(), other.endMillis())));
    }

    /**
     * Wanted things with nothing unwanted near them: those from which the gap to every unwanted thing, before or after, is more than the distance.
     *
     * @param withinSeconds the greatest gap that excludes
     * @throws IllegalArgumentException if the distance is negative, too great or no number
     */
    public static <A extends Timed> List<A> notNear(
            List<? extends A> wanted, List<? extends Timed> unwanted, double withinSeconds) {
        long within = TimeSpan.millis(withinSeconds, "distance");
        List<Timed> excluding = ordered(unwanted);
        int[] latestEnds =
                excluding.stream().mapToInt(thing -> thing.span().endMillis()).toArray();
        Arrays.parallelPrefix(latestEnds, Math::max);
        List<A> free = new ArrayList<>();
        for (A thing : TemporalAlgebra.<A>ordered(wanted)) {
            long latest = thing.span().endMillis() + within;
            int begun =
                    firstWhere(excluding.size(), k -> excluding.get(k).span().startMillis() > latest);
            if (begun == 0 || latestEnds[begun - 1] < thing.span().startMillis() - within) {
                free.add(thing);
            }
        }
        return free;
    }

    /** Things that lie entirely inside a span of the film, its ends included. */
    public static <A extends Timed> List<A> within(List<? extends A> things, TimeSpan span) {
        return TemporalAlgebra.<A>ordered(things).stream()
                .filter(thing -> span.contains(thing.span()))
                .toList();
    }

    /**
     * Leaves out what spans more than it must: everything whose span contains that of another thing, and of things with one span all but the first of the list.
     *
     * @return in order of start, and thereby of end
     */
    public static <A extends Timed> List<A> tightest(List<? extends A> things) {
        List<A> ordered = ordered(things);
        List<A> kept = new ArrayList<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            TimeSpan span = ordered.get(i).span();
            if (!kept.isEmpty() && kept.getLast().span().startMillis() == span.startMillis()) {
                kept.removeLast();
            }
            if (kept.isEmpty() || span.endMillis() < kept.getLast().span().endMillis()) {
                kept.add(ordered.get(i));
            }
        }
        return kept.reversed();
    }

    /** Finds all the pairs of {@link #then}; if {@code together}, a second may also start when its first does. */
    private static void follow(
            List<? extends Timed> first, List<? extends Timed> second, long within, boolean together, Pairing pairs) {
        eachFirst(first, second, within, together, pairs);
        eachSecond(first, second, within, together, pairs);
    }

    /**
     * Pairs each first with the second that ends first. From the last first to the first one, keeps on a stack the seconds that start after it and end before all that
     * start between: from bottom to top they start earlier and end later, so the deepest that is within the distance is the one.
     */
    private static void eachFirst(
            List<? extends Timed> first, List<? extends Timed> second, long within, boolean together, Pairing pairs) {
        int[] stack = new int[second.size()];
        int size = 0;
        int next = second.size() - 1;
        for (int i = first.size() - 1; i >= 0; i--) {
            TimeSpan one = first.get(i).span();
            for (; next >= 0 && follows(second.get(next), one, together); next--) {
                int end = second.get(next).span().endMillis();
                while (size > 0 && second.get(stack[size - 1]).span().endMillis() >= end) {
                    size--;
                }
                stack[size++] = next;
            }
            long latest = one.endMillis() + within;
            int deepest = firstWhere(size, k -> second.get(stack[k]).span().startMillis() <= latest);
            if (deepest < size) {
                pairs.add(i, stack[deepest]);
            }
        }
    }

    /**
     * Pairs each second with the first that starts last. Keeps on a stack the firsts that start before it and end after all that start between: from bottom to top
     * they start later and end earlier, so the topmost that is within the distance is the one.
     */
    private static void eachSecond(
            List<? extends Timed> first, List<? extends Timed> second, long within, boolean together, Pairing pairs) {
        int[] stack = new int[first.size()];
        int size = 0;
        int next = 0;
        for (int j = 0; j < second.size(); j++) {
            Timed other = second.get(j);
            for (; next < first.size() && follows(other, first.get(next).span(), together); next++) {
                TimeSpan one = first.get(next).span();
                if (size > 0 && first.get(stack[size - 1]).span().equals(one)) {
                    continue;
                }
                while (size > 0 && first.get(stack[size - 1]).span().endMillis() <= one.endMillis()) {
                    size--;
                }
                stack[size++] = next;
            }
            long earliest = other.span().startMillis() - within;
            int reaching = firstWhere(size, k -> first.get(stack[k]).span().endMillis() < earliest);
            if (reaching > 0) {
                pairs.add(stack[reaching - 1], j);
            }
        }
    }

    private static boolean follows(Timed second, TimeSpan first, boolean together) {
        int later = second.span().startMillis() - first.startMillis();
        return later > 0 || together && later == 0;
    }

    /** Pairs each thing with the partner that is on when it starts and ends last. */
    private static void onAtStart(List<? extends Timed> things, List<? extends Timed> partners, Pairing pairs) {
        int lasting = -1;
        int next = 0;
        for (int i = 0; i < things.size(); i++) {
            TimeSpan span = things.get(i).span();
            for (; next < partners.size() && partners.get(next).span().startMillis() <= span.startMillis(); next++) {
                if (lasting < 0
                        || lastsLonger(
                                partners.get(next).span(), partners.get(lasting).span())) {
                    lasting = next;
                }
            }
            if (lasting >= 0 && partners.get(lasting).span().sharesTimeWith(span)) {
                pairs.add(i, lasting);
            }
        }
    }

    private static boolean lastsLonger(TimeSpan span, TimeSpan other) {
        return span.endMillis() > other.endMillis()
                || span.endMillis() == other.endMillis() && span.startMillis() > other.startMillis();
    }

    /** The least number below a size from which on a condition holds, or the size; where it holds once, it must hold for all greater numbers. */
    private static int firstWhere(int size, IntPredicate condition) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static <T extends Timed> List<T> ordered(List<? extends T> things) {
        List<T> ordered = new ArrayList<>(things);
        ordered.sort(Comparator.comparing(Timed::span));
        return ordered;
    }

    /** Takes the numbers of a pair. */
    private interface Pairing {
        void add(int first, int second);
    }

    /** Pairs of numbers, each once. */
    private static final class Pairs implements Pairing {
        private final LongStream.Builder numbers = LongStream.builder();

        @Override
        public void add(int first, int second) {
            numbers.add((long) first << Integer.SIZE | second);
        }

        <A extends Timed, B extends Timed> List<Joined<A, B>> join(
                List<A> first, List<B> second, BinaryOperator<TimeSpan> span) {
            return numbers.build()
                    .sorted()
                    .distinct()
                    .mapToObj(pair -> joined(first.get((int) (pair >>> Integer.SIZE)), second.get((int) pair), span))
                    .sorted(Comparator.comparing((Joined<A, B> pair) -> pair.span())
                            .thenComparingInt(Joined::gapMillis))
                    .toList();
        }

        private static <A extends Timed, B extends Timed> Joined<A, B> joined(
                A one, B other, BinaryOperator<TimeSpan> span) {
            return new Joined<>(
                    one, other, span.apply(one.span(), other.span()), one.span().gapMillis(other.span()));
        }
    }
}
