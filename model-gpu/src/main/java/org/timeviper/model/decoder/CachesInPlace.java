package org.timeviper.model.decoder;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timeviper.model.vector.KeysAndValues;

/** Keys and values of an attention layer, of one sequence or of those of a batch, where they lie. */
sealed interface CachesInPlace permits KeyValueCache, KeyValueCaches {

    /** Tokens that are held of each sequence: the position of its next. */
    long[] lengths();

    /** Takes in the next token of every sequence: (sequences, keyValueHeads·headDim) each, copied. */
    void append(float[] newKeys, float[] newValues);

    /** All that is held: of every sequence, in order. */
    List<Neighbours> neighbours();

    /**
     * Sequences one behind the other that begin with the same tokens.
     *
     * @param first of them
     * @param shared tokens of all of them, if there are any
     * @param own what each has behind those
     */
    record Neighbours(int first, Optional<KeysAndValues> shared, List<KeysAndValues> own) {

        /** The same, not more than so many at a time. */
        Stream<Neighbours> inParts(int most) {
            return IntStream.iterate(0, from -> from < own.size(), from -> from + most)
                    .mapToObj(from ->
                            new Neighbours(first + from, shared, own.subList(from, Math.min(own.size(), from + most))));
        }

        /** How many they look at, all together. */
        long tokens() {
            return (long) shared.map(KeysAndValues::tokens).orElse(0) * own.size()
                    + own.stream().mapToLong(KeysAndValues::tokens).sum();
        }
    }
}
