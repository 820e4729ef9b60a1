package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.function.Predicate;

/**
 * Whether a model says that it does not see a thing when, and only when, the footage does not show it.
 *
 * @param refused of the items that are not shown, the share of which the model says so; should be 1
 * @param wronglyRefused of the items that are shown, the share of which the model says that they are not; should be 0
 */
public record Refusals(Mean refused, Mean wronglyRefused) {

    /**
     * @param shown whether the footage shows what the item asks for
     * @param refuses whether the model says that it does not
     */
    static <T> Refusals of(List<T> items, Predicate<T> shown, Predicate<T> refuses) {
        return new Refusals(share(items, shown.negate(), refuses), share(items, shown, refuses));
    }

    private static <T> Mean share(List<T> items, Predicate<T> of, Predicate<T> refuses) {
        return Mean.of(items.stream().filter(of).mapToDouble(item -> refuses.test(item) ? 1 : 0));
    }
}
