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

    public SoughtScene {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(chance, "chance");
        vector = vector.clone();
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
