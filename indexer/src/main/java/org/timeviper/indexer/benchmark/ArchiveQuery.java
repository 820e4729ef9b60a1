package org.timeviper.indexer.benchmark;

import java.util.Objects;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.SoughtScene;

/**
 * A query to a generated archive.
 *
 * @param sought words, vector and chance
 * @param filter a filter that lets some of the archive's videos through
 */
public record ArchiveQuery(SoughtScene sought, SceneFilter filter) {

    public ArchiveQuery {
        Objects.requireNonNull(sought, "sought");
        Objects.requireNonNull(filter, "filter");
    }

    /** @return the query over all videos */
    public SceneQuery everywhere() {
        return new SceneQuery(sought.text(), sought.vector(), SceneFilter.NONE);
    }
}
