package org.timeviper.indexer.mcp;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Whoever called a tool and waits for it.
 *
 * @param left asked all the time whether the caller has left or no longer wants the answer
 * @param progress hears what is done at the moment, as a sentence
 */
record Caller(BooleanSupplier left, Consumer<String> progress) {}
