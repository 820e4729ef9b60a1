package org.timeviper.indexer.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What an item's scores are told apart by, for example {@code task} → {@code action recognition}, {@code duration} → {@code short}. An item that has several values of a key
 * belongs to each of these groups, and counts in each.
 *
 * @param values by their keys, in the order in which they are named
 */
public record ItemGroups(Map<String, List<String>> values) {

    /** No group. */
    public static final ItemGroups NONE = new ItemGroups(Map.of());

    public ItemGroups {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((key, some) -> copy.put(key, List.copyOf(some)));
        values = Collections.unmodifiableMap(copy);
    }

    /** @param pairs a key, a value, the next key …; a key that comes again has another value */
    public static ItemGroups of(String... pairs) {
        return NONE.and(pairs);
    }

    /** @return these groups and more, named as in {@link #of} */
    public ItemGroups and(String... pairs) {
        Map<String, List<String>> more = new LinkedHashMap<>();
        values.forEach((key, some) -> more.put(key, new ArrayList<>(some)));
        for (int i = 0; i < pairs.length; i += 2) {
            more.computeIfAbsent(pairs[i], key -> new ArrayList<>()).add(pairs[i + 1]);
        }
        return new ItemGroups(more);
    }

    /** @param each hears every key with every one of its values */
    public void forEach(BiConsumer<String, String> each) {
        values.forEach((key, some) -> some.forEach(value -> each.accept(key, value)));
    }
}
