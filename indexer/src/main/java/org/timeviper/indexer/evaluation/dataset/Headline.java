package org.timeviper.indexer.evaluation.dataset;

/**
 * A number of TimeViper's paper.
 *
 * @param measure what is measured, for example {@code mIoU}
 * @param percent the number
 */
public record Headline(String measure, double percent) {}
