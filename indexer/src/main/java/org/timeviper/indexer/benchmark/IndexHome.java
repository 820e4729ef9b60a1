package org.timeviper.indexer.benchmark;

/** Where indexes that are to be measured are kept: a folder, a cluster. */
public interface IndexHome {

    /** @return the home in a few words, for the report */
    String name();

    /**
     * Opens the index of an archive, or begins an empty one; what it holds of this very archive from an earlier run is kept.
     *
     * @throws org.timeviper.indexer.index.IndexUnavailable if that cannot be done
     */
    BenchmarkedIndex open(GeneratedArchive archive);
}
