package org.timeviper.indexer.library;

/** Which model must have described a video. */
public sealed interface DescribedBy {

    /**
     * One that is called so.
     *
     * @param model its name or its fingerprint
     */
    record Named(String model) implements DescribedBy {}

    /** This one, and the video can be searched. */
    record Exactly(ModelIdentity model) implements DescribedBy {}

    /** Another one than this, or it is not known which; and the video can be searched. */
    record NotBy(ModelIdentity model) implements DescribedBy {}
}
