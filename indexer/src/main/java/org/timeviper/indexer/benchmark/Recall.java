package org.timeviper.indexer.benchmark;

/**
 * How many of the truly nearest scenes a vector search finds.
 *
 * @param queries how many queries were compared with every vector
 * @param at10 of the nearest ten, 0 to 1
 * @param at100 of the nearest hundred, 0 to 1
 */
public record Recall(int queries, double at10, double at100) {}
