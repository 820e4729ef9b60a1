package org.timeviper.indexer.benchmark;

import org.timeviper.indexer.index.SceneIndex;

/** An index that is measured. */
public interface BenchmarkedIndex extends AutoCloseable {

    /** @return the index itself */
    SceneIndex index();

    /** @return what it takes on disk, in bytes */
    long bytes();

    /**
     * Opens the search that a user of the engine would write without this project, over the same scenes as the index holds now.
     *
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be read
     */
    PlainSearch plain();

    /** Closes the index when it has no more segments to merge; what it holds stays. */
    @Override
    void close();
}
