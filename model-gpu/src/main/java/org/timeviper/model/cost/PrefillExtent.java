package org.timeviper.model.cost;

/**
 * How often things are done in a measurement.
 *
 * @param repeats prefills that are timed
 * @param steps decode steps behind each
 */
public record PrefillExtent(int repeats, int steps) {

    /** @throws IllegalArgumentException if a number is less than 1 */
    public PrefillExtent {
        if (repeats < 1 || steps < 1) {
            throw new IllegalArgumentException("A measurement needs one prefill and one decode step at least, not "
                    + repeats + " and " + steps + ".");
        }
    }
}
