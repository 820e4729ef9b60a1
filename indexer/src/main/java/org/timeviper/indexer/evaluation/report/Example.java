package org.timeviper.indexer.evaluation.report;

/**
 * An answer, for a person to look at.
 *
 * @param film its file's name
 * @param footage which part of it, in words
 * @param score 0 to 1
 * @param confidence the model's, 0 to 1
 */
public record Example(
        String id,
        String film,
        String footage,
        String asked,
        String right,
        String said,
        double score,
        double confidence) {}
