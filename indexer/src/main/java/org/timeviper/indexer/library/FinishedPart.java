package org.timeviper.indexer.library;

import java.time.Instant;

/**
 * A part of a step of indexing that is done and stored.
 *
 * @param step the step
 * @param part its number within the step, from 0
 * @param finishedAt when it was stored
 * @param seconds what it took
 */
public record FinishedPart(String step, int part, Instant finishedAt, double seconds) {}
