package org.timeviper.model.task;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A chosen option.
 *
 * @param index its place among the options, from 0; −1 when the model's words name none
 * @param text the model's own words
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word
 */
public record Choice(int index, String text, double confidence, boolean unsure) {

    /** @return the place of the only option that says something; empty if none does, or several */
    static Optional<Integer> only(List<String> options, Predicate<String> says) {
        List<Integer> such = IntStream.range(0, options.size())
                .filter(option -> says.test(options.get(option)))
                .boxed()
                .toList();
        return such.size() == 1 ? Optional.of(such.getFirst()) : Optional.empty();
    }
}
