package org.timeviper.search.lucene;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/** The relations of temporal queries straight from their definitions, every pair looked at: the oracle. Times are milliseconds. */
public final class NaiveTemporal {

    /** A place where something holds. */
    public record Place(long start, long end, long gap) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::start)
                .thenComparingLong(Place::end)
                .thenComparingLong(Place::gap);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        static Place of(Timed thing) {
            return new Place(thing.span().startMillis(), thing.span().endMillis(), 0);
        }
    }

    private NaiveTemporal() {}

    public static Set<Place> evaluate(
            TemporalExpression expression, Function<TemporalExpression.Operand, Set<Place>> hits) {
        return switch (expression) {
            case TemporalExpression.Operand operand -> hits.apply(operand);
            case TemporalExpression.Then(var first, var second, double within) ->
                then(evaluate(first, hits), evaluate(second, hits), Math.round(within * 1000), false);
            case TemporalExpression.Near(var first, var second, double within) -> {
                Set<Place> ones = evaluate(first, hits);
                Set<Place> others = evaluate(second, hits);
                Set<Place> near = new TreeSet<>(then(ones, others, Math.round(within * 1000), true));
                near.addAll(then(others, ones, Math.round(within * 1000), true));
                yield near;
            }
            case TemporalExpression.While(var first, var second) ->
                whilst(evaluate(first, hits), evaluate(second, hits));
            case TemporalExpression.NotNear(var wanted, var unwanted, double within) -> {
                Set<Place> free = new TreeSet<>(evaluate(wanted, hits));
                Set<Place> excluding = evaluate(unwanted, hits);
                free.removeIf(a -> excluding.stream().anyMatch(b -> gap(a, b) <= Math.round(within * 1000)));
                yield free;
            }
            case TemporalExpression.Within(var inner, TimeSpan limits) -> {
                Set<Place> inside = new TreeSet<>(evaluate(inner, hits));
                inside.removeIf(a -> a.start() < limits.startMillis() || a.end() > limits.endMillis());
                yield inside;
            }
        };
    }

    static Set<Place> then(Set<Place> first, Set<Place> second, long within, boolean together) {
        Set<Place> joined = new TreeSet<>();
        for (Place a : first) {
            best(
                            second,
                            b -> follows(a, b, within, together),
                            Comparator.comparingLong(Place::end)
                                    .thenComparingLong(Place::start)
                                    .thenComparingLong(Place::gap))
                    .ifPresent(b -> joined.add(hull(a, b)));
        }
        for (Place b : second) {
            best(
                            first,
                            a -> follows(a, b, within, together),
                            Comparator.comparingLong((Place a) -> -a.start())
                                    .thenComparingLong(a -> -a.end())
                                    .thenComparingLong(Place::gap))
                    .ifPresent(a -> joined.add(hull(a, b)));
        }
        return joined;
    }

    static boolean follows(Place a, Place b, long within, boolean together) {
        return (b.start() > a.start() || together && b.start() == a.start()) && b.start() - a.end() <= within;
    }

    static Set<Place> whilst(Set<Place> first, Set<Place> second) {
        Set<Place> joined = new TreeSet<>();
        for (Place a : first) {
            onWhenItStarts(a, second).ifPresent(b -> joined.add(shared(a, b)));
        }
        for (Place b : second) {
            onWhenItStarts(b, first).ifPresent(a -> joined.add(shared(a, b)));
        }
        return joined;
    }

    private static Optional<Place> onWhenItStarts(Place thing, Set<Place> others) {
        return best(
                others,
                other -> other.start() <= thing.start() && shareTime(thing, other),
                Comparator.comparingLong((Place other) -> -other.end())
                        .thenComparingLong(other -> -other.start())
                        .thenComparingLong(Place::gap));
    }

    static boolean shareTime(Place a, Place b) {
        long from = Math.max(a.start(), b.start());
        long to = Math.min(a.end(), b.end());
        boolean point = a.start() == a.end() || b.start() == b.end();
        return point ? from <= to : from < to;
    }

    static Place hull(Place a, Place b) {
        return new Place(Math.min(a.start(), b.start()), Math.max(a.end(), b.end()), a.gap() + b.gap() + gap(a, b));
    }

    static Place shared(Place a, Place b) {
        return new Place(Math.max(a.start(), b.start()), Math.min(a.end(), b.end()), a.gap() + b.gap());
    }

    /** Counted from both sides, as the time between the one's end and the other's start. */
    static long gap(Place a, Place b) {
        if (a.end() < b.start()) {
            return b.start() - a.end();
        }
        return b.end() < a.start() ? a.start() - b.end() : 0;
    }

    /** What a query tells of the places where it holds. */
    public static Set<Place> told(TemporalExpression expression, Set<Place> places) {
        return hulls(expression) ? tightest(places) : distinct(places);
    }

    private static boolean hulls(TemporalExpression expression) {
        if (expression instanceof TemporalExpression.NotNear(var wanted, var unwanted, double within)) {
            return hulls(wanted);
        }
        if (expression instanceof TemporalExpression.Within(var inner, TimeSpan limits)) {
            return hulls(inner);
        }
        return expression instanceof TemporalExpression.Then || expression instanceof TemporalExpression.Near;
    }

    /** Leaves out what contains another span; of one span, keeps the smallest gap. */
    static Set<Place> tightest(Set<Place> places) {
        Set<Place> kept = new TreeSet<>(distinct(places));
        kept.removeIf(a -> places.stream()
                .anyMatch(b -> a.start() <= b.start()
                        && b.end() <= a.end()
                        && (a.start() != b.start() || a.end() != b.end())));
        return kept;
    }

    static Set<Place> distinct(Set<Place> places) {
        Set<Place> kept = new TreeSet<>(places);
        kept.removeIf(
                a -> places.stream().anyMatch(b -> a.start() == b.start() && a.end() == b.end() && b.gap() < a.gap()));
        return kept;
    }

    private static Optional<Place> best(Set<Place> places, Predicate<Place> condition, Comparator<Place> order) {
        return places.stream().filter(condition).min(order);
    }
}
