package org.timeviper.indexer.fetch;

/** Hears how far a transfer is. */
@FunctionalInterface
public interface FetchProgress {

    /**
     * @param bytes bytes that have come
     * @param ofBytes how many there are; 0 while that is not known
     */
    void received(long bytes, long ofBytes);

    /** Asked all the time, also while nothing comes. @return whether the transfer is to be given up */
    default boolean cancelled() {
        return false;
    }
}
