package org.timeviper.indexer.ask;

import java.util.List;
import org.timeviper.model.task.Exchange;

/**
 * A question with what was said before it.
 *
 * @param question the question
 * @param before questions and answers before it in its conversation, in order; only a model that follows conversations hears of them
 */
public record Asked(String question, List<Exchange> before) {}
