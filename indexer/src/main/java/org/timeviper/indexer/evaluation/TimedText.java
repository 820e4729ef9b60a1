package org.timeviper.indexer.evaluation;

import org.timeviper.model.task.Span;

/**
 * A text that is true of a stretch of a film.
 *
 * @param span in seconds from the beginning of the item's footage
 */
public record TimedText(Span span, String text) {}
