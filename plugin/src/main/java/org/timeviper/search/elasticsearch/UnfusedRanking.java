package org.timeviper.search.elasticsearch;

import java.util.Locale;

/** One of the two rankings of scenes that moments are made of. */
enum UnfusedRanking {
    WORDS,
    MEANING;

    /** @return its name in a request and in an answer */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
