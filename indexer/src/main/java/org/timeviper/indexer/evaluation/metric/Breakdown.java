package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.timeviper.indexer.evaluation.ItemGroups;

/**
 * A mean, and the same mean of each group of items.
 *
 * @param total over all items
 * @param groups what groups are told apart by, for example {@code task} → its value, for example {@code action recognition} → the mean over the items that have it; sorted by
 *     name. An item without a key stands in no group of that key, one with several values of it in
 *     several.
 */
public record Breakdown(Mean total, SortedMap<String, SortedMap<String, Mean>> groups) {

    /**
     * An item's score.
     *
     * @param groups what the item belongs to, as {@link org.timeviper.indexer.evaluation.Item#groups()}
     * @param score finite
     */
    public record Scored(ItemGroups groups, double score) {}

    public Breakdown {
        SortedMap<String, SortedMap<String, Mean>> copy = new TreeMap<>();
        groups.forEach((key, means) -> copy.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(means))));
        groups = Collections.unmodifiableSortedMap(copy);
    }

    /** @throws IllegalArgumentException if a score is no finite number */
    public static Breakdown of(List<Scored> items) {
        SortedMap<String, SortedMap<String, List<Double>>> scores = new TreeMap<>();
        for (Scored item : items) {
            item.groups().forEach((key, value) -> scores.computeIfAbsent(key, k -> new TreeMap<>())
                    .computeIfAbsent(value, v -> new ArrayList<>())
                    .add(item.score()));
        }
        SortedMap<String, SortedMap<String, Mean>> means = new TreeMap<>();
        scores.forEach((key, groups) -> {
            SortedMap<String, Mean> ofKey = new TreeMap<>();
            groups.forEach((value, list) -> ofKey.put(value, mean(list)));
            means.put(key, ofKey);
        });
        return new Breakdown(mean(items.stream().map(Scored::score).toList()), means);
    }

    /**
     * The mean of the groups' means, each group weighing the same whatever its size: with {@code task}, what MVBench calls its average and MLVU calls M-Avg.
     *
     * @return NaN, over no groups, where no item has the key
     */
    public Mean averageOver(String key) {
        return Mean.of(groups.getOrDefault(key, Collections.emptySortedMap()).values().stream()
                .mapToDouble(Mean::value));
    }

    /**
     * The mean over the items of all groups of a key, an item counted in each that it belongs to: with {@code task}, what the published evaluation calls LVBench's total.
     *
     * @return NaN, over no items, where no item has the key
     */
    public Mean overGroups(String key) {
        List<Mean> means = List.copyOf(
                groups.getOrDefault(key, Collections.emptySortedMap()).values());
        int count = means.stream().mapToInt(Mean::count).sum();
        double sum =
                means.stream().mapToDouble(mean -> mean.count() * mean.value()).sum();
        return new Mean(count, sum / count);
    }

    private static Mean mean(List<Double> scores) {
        return Mean.of(scores.stream().mapToDouble(Double::doubleValue));
    }
}
