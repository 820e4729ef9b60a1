package org.timeviper.indexer.search;

import java.util.Objects;
import org.timeviper.indexer.index.SceneFilter;

/**
 * A search as it is asked for.
 *
 * @param typed what a person typed, not blank
 * @param size how many moments at most
 * @param filter which videos may answer
 * @param verify whether the model looks at the best moments before they are called confident
 * @param facets whether to count what the search can be narrowed down by
 */
public record MomentRequest(String typed, int size, SceneFilter filter, boolean verify, boolean facets) {

    public MomentRequest {
        Objects.requireNonNull(typed, "typed");
        Objects.requireNonNull(filter, "filter");
    }

    /** @return a plain search of the whole library */
    public static MomentRequest of(String typed, int size) {
        return new MomentRequest(typed, size, SceneFilter.NONE, false, false);
    }
}
