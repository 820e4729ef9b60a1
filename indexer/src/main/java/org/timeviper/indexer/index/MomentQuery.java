package org.timeviper.indexer.index;

import java.util.Objects;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SoughtMoments;

/**
 * A search for moments.
 *
 * @param sought what is looked for
 * @param filter which videos may answer
 * @param ranking how hits are ranked and joined
 */
public record MomentQuery(SoughtMoments sought, SceneFilter filter, MomentRanking ranking) {

    public MomentQuery {
        Objects.requireNonNull(sought, "sought");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(ranking, "ranking");
    }
}
