package org.timeviper.search.lucene;

import java.util.Arrays;
import java.util.Objects;

/**
 * A scene that is looked for, by words and by meaning.
 *
 * @param text words as typed; words after "no", "not" or "without" must be absent
 * @param vector the text's embedding, of length one
 * @param chance how near this embedding comes to captions by chance
 */
public record SoughtScene(String text, float[] vector, Chance chance) {

    /** How far the square of the embedding's length may be from one: what rounding to floats does, and no more. */
    private static final double ROUNDING = 1e-3;

    /** @throws IllegalArgumentException if the embedding is not of length one */
    public SoughtScene {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(chance, "chance");
        vector = vector.clone();
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        if (!(Math.abs(square - 1) <= ROUNDING)) {
            throw new IllegalArgumentException("The vector of [" + text + "] has the length " + Math.sqrt(square)
                    + ": it must be of length one, as an embedding is once it is normalised.");
        }
    }

    /** @return a copy of the embedding */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SoughtScene that
                && text.equals(that.text)
                && Arrays.equals(vector, that.vector)
                && chance.equals(that.chance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, chance);
    }
}
