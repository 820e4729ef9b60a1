package org.timeviper.indexer.media;

/**
 * A stretch of film between two edits.
 *
 * @param start first second
 * @param end last second
 * @param transition how it begins: {@code start}, {@code cut}, {@code fade} or {@code dissolve}
 */
public record Shot(double start, double end, String transition) {}
