package org.timeviper.model.generation;

/** How the tokens of an answer are chosen from the model's probabilities. */
public sealed interface Sampling {

    /** Sequences that one answer takes up while it is generated, at most. */
    default int sequences() {
        return 1;
    }

    /** The likeliest token, always. */
    record Greedy() implements Sampling {}

    /**
     * The tokens of the likeliest whole answer that a search by a beam finds. Its text is heard when it is found, all at once.
     *
     * @param width beginnings of answers that go on at a time, at least 1; with 1 they are those of {@link Greedy}
     */
    record Beam(int width) implements Sampling {

        /** @throws IllegalArgumentException if the width is below 1 */
        public Beam {
            if (width < 1) {
                throw new IllegalArgumentException("a beam is 1 wide or wider, not " + width);
            }
        }

        @Override
        public int sequences() {
            return width;
        }
    }

    /**
     * A draw from the smallest set of likeliest tokens whose probabilities sum to at least {@code topP}.
     *
     * @param temperature divides the logits first; above 0, where 1 changes nothing and less is more cautious
     * @param topP above 0, at most 1
     * @param seed the same seed draws the same tokens from the same logits
     */
    record Nucleus(double temperature, double topP, long seed) implements Sampling {

        /** @throws IllegalArgumentException if a number is out of range */
        public Nucleus {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("temperature must be above 0, not " + temperature);
            }
            if (!(topP > 0 && topP <= 1)) {
                throw new IllegalArgumentException("topP must be above 0 and at most 1, not " + topP);
            }
        }
    }
}
