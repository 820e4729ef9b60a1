package org.timeviper.indexer.evaluation.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an item's scores are told apart by, in the order in which it is named. */
final class Groups {

    private Groups() {}

    /** @param pairs a group's name, its value, the next group's name … */
    static Map<String, String> of(String... pairs) {
        Map<String, String> groups = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            groups.put(pairs[i], pairs[i + 1]);
        }
        return Collections.unmodifiableMap(groups);
    }
}
