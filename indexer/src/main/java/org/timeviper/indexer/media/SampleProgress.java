package org.timeviper.indexer.media;

/** Hears how far the decoding of a film is. */
@FunctionalInterface
public interface SampleProgress {

    /**
     * @param seconds seconds of film decoded
     * @param ofSeconds length that the file claims, in seconds; may turn out wrong
     */
    void decoded(double seconds, double ofSeconds);

    /** Asked every second, also while no picture comes, and from another thread. @return whether decoding is to end */
    default boolean cancelled() {
        return false;
    }
}
