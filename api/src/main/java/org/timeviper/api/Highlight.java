package org.timeviper.api;

/**
 * Characters of a caption that hold a word of the query.
 *
 * @param start the first, counted in UTF-16 code units from 0, as Java and JavaScript count
 * @param end the one after the last
 */
public record Highlight(int start, int end) {}
