package org.timeviper.search.lucene;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What is asked about the order of events in one film: operands, which are things that are shown or said, and how they stand in time. Immutable; knows of no index, so
 * that it can be asked of the passages of a timeline ({@link TemporalQuery}) and of the scenes of a video ({@link #evaluate}) alike. {@link TemporalAlgebra} says what
 * each relation means.
 *
 * <pre>{@code
 * Operand car = new Operand("a red car");
 * car.then(new Operand("a man"), 10).notNear(new Operand("police"), 30).within(TimeSpan.ofSeconds(0, 600))
 * }</pre>
 */
public sealed interface TemporalExpression {

    /** How many operands and relations an expression may have. */
    int MAX_SIZE = 64;

    /** How many characters an operand may have. */
    int MAX_TEXT = 1_000;

    /** How many matches an operand or relation may have in one film. */
    int MAX_MATCHES = 200_000;

    /**
     * How many matches all operands and relations may have together, in all films that one search looks through: a second or so of work. The longest chain has a third of
     * these where each of its things has 2,000 hits and one follows the other; chains of what is only near have more.
     */
    int MAX_ALL_MATCHES = 400_000;

    /**
     * Something that is shown or said.
     *
     * @param text in words, as a searcher types it
     */
    record Operand(String text) implements TemporalExpression {

        /** @throws IllegalArgumentException if the text is blank or longer than {@value #MAX_TEXT} characters */
        public Operand {
            if (text == null || text.isBlank()) {
                throw new IllegalArgumentException("An operand of a temporal query has no text: say what to look for.");
            }
            if (text.length() > MAX_TEXT) {
                throw new IllegalArgumentException("An operand of a temporal query has " + text.length()
                        + " characters: it may have " + MAX_TEXT + ".");
            }
        }

        @Override
        public String toString() {
            return '"' + text + '"';
        }
    }

    /**
     * First, then second ({@link TemporalAlgebra#then}).
     *
     * @param withinSeconds the greatest gap between them
     */
    record Then(TemporalExpression first, TemporalExpression second, double withinSeconds)
            implements TemporalExpression {

        /** @throws IllegalArgumentException if the distance is negative, too great or no number, or the whole too large */
        public Then {
            checked(withinSeconds, "then", first, second);
        }

        @Override
        public String toString() {
            return "(" + first + " then " + second + " within " + withinSeconds + " s)";
        }
    }

    /** First while second ({@link TemporalAlgebra#whilst}). */
    record While(TemporalExpression first, TemporalExpression second) implements TemporalExpression {

        /** @throws IllegalArgumentException if the whole is too large */
        public While {
            checked(0, "while", first, second);
        }

        @Override
        public String toString() {
            return "(" + first + " while " + second + ")";
        }
    }

    /**
     * One near the other, in either order ({@link TemporalAlgebra#near}).
     *
     * @param withinSeconds the greatest gap between them
     */
    record Near(TemporalExpression first, TemporalExpression second, double withinSeconds)
            implements TemporalExpression {

        /** @throws IllegalArgumentException if the distance is negative, too great or no number, or the whole too large */
        public Near {
            checked(withinSeconds, "near", first, second);
        }

        @Override
        public String toString() {
            return "(" + first + " near " + second + " within " + withinSeconds + " s)";
        }
    }

    /**
     * What is wanted, with nothing unwanted near it ({@link TemporalAlgebra#notNear}).
     *
     * @param withinSeconds the greatest gap that excludes
     */
    record NotNear(TemporalExpression wanted, TemporalExpression unwanted, double withinSeconds)
            implements TemporalExpression {

        /** @throws IllegalArgumentException if the distance is negative, too great or no number, or the whole too large */
        public NotNear {
            checked(withinSeconds, "not near", wanted, unwanted);
        }

        @Override
        public String toString() {
            return "(" + wanted + " not near " + unwanted + " within " + withinSeconds + " s)";
        }
    }

    /**
     * What lies entirely inside a span of the film ({@link TemporalAlgebra#within}).
     *
     * @param limits the span
     */
    record Within(TemporalExpression expression, TimeSpan limits) implements TemporalExpression {

        /** @throws IllegalArgumentException if the whole is too large */
        public Within {
            Objects.requireNonNull(limits, "limits");
            checked(0, "within", expression);
        }

        @Override
        public String toString() {
            return "(" + expression + " within " + limits.start() + "–" + limits.end() + " s)";
        }
    }

    /** @return this, then another, no more than so many seconds from the end of the one to the start of the other */
    default TemporalExpression then(TemporalExpression second, double withinSeconds) {
        return new Then(this, second, withinSeconds);
    }

    /** @return this while another */
    default TemporalExpression whilst(TemporalExpression other) {
        return new While(this, other);
    }

    /** @return this and another, in either order, no more than so many seconds between them */
    default TemporalExpression near(TemporalExpression other, double withinSeconds) {
        return new Near(this, other, withinSeconds);
    }

    /** @return this where the other is not within so many seconds */
    default TemporalExpression notNear(TemporalExpression unwanted, double withinSeconds) {
        return new NotNear(this, unwanted, withinSeconds);
    }

    /** @return this where it lies entirely inside a span of the film */
    default TemporalExpression within(TimeSpan limits) {
        return new Within(this, limits);
    }

    /** @return the number of operands and relations */
    default int size() {
        return 1 + parts().stream().mapToInt(TemporalExpression::size).sum();
    }

    /** @return what a relation relates; nothing for an operand */
    default List<TemporalExpression> parts() {
        return switch (this) {
            case Operand operand -> List.of();
            case Then then -> List.of(then.first, then.second);
            case While whilst -> List.of(whilst.first, whilst.second);
            case Near near -> List.of(near.first, near.second);
            case NotNear notNear -> List.of(notNear.wanted, notNear.unwanted);
            case Within within -> List.of(within.expression);
        };
    }

    /** @return all operands from left to right, equal ones as often as they stand there */
    default List<Operand> operands() {
        return this instanceof Operand operand
                ? List.of(operand)
                : parts().stream().flatMap(part -> part.operands().stream()).toList();
    }

    /** @return the operands that every match holds a hit of, from left to right: all but those that must not be near */
    default List<Operand> shown() {
        if (this instanceof NotNear notNear) {
            return notNear.wanted.shown();
        }
        return this instanceof Operand operand
                ? List.of(operand)
                : parts().stream().flatMap(part -> part.shown().stream()).toList();
    }

    /**
     * Finds where this holds in one film.
     *
     * @param hits gives for each operand the places where it holds by itself, in any order
     * @return in the order of their spans, each span once: with the smallest gap that it can be had with. May overlap, see {@link TemporalAlgebra#tightest}
     * @throws TooManyMatches if some part of this holds at more than {@value #MAX_MATCHES} places, or all parts together at more than {@value #MAX_ALL_MATCHES}
     */
    default <H extends Timed> List<TemporalMatch<H>> evaluate(Function<Operand, ? extends List<? extends H>> hits) {
        return new TemporalEvaluation(this).in(hits);
    }

    private static void checked(double seconds, String relation, TemporalExpression... parts) {
        int size = 1;
        for (TemporalExpression part : parts) {
            Objects.requireNonNull(part, () -> "a part of '" + relation + "'");
            size += part.size();
        }
        if (size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "A temporal query has " + size + " operands and relations: it may have " + MAX_SIZE + ".");
        }
        TimeSpan.millis(seconds, "distance of '" + relation + "'");
    }
}
