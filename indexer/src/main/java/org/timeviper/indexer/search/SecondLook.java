package org.timeviper.indexer.search;

/** The video model's own look at a hit, before the search stands for it. */
@FunctionalInterface
public interface SecondLook {

    /**
     * Looks at a stretch of film.
     *
     * @param videoId the video
     * @param start first second
     * @param end last second
     * @param description what it should show
     * @return whether the model sees it there
     */
    boolean shows(String videoId, double start, double end, String description);
}
