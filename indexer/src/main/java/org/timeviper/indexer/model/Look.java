package org.timeviper.indexer.model;

/**
 * What came of a look at a stretch of film.
 *
 * @param result what the task said
 * @param framesSeen frames that the model was shown
 * @param framesTotal frames that the film has in the stretch
 */
public record Look<T>(T result, long framesSeen, long framesTotal) {}
