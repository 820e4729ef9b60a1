package org.timeviper.indexer.index;

/**
 * A term that videos have.
 *
 * @param term as the index keeps it
 * @param videos how many videos have it
 */
public record IndexedTerm(String term, long videos) {}
