package org.timeviper.indexer.evaluation;

import java.nio.file.Path;
import java.util.Optional;
import org.timeviper.model.task.Span;

/**
 * The film that an item is about.
 *
 * @param file the film
 * @param stretch the part of it that the item is about, in seconds of the film; empty for all of it
 */
public record Footage(Path file, Optional<Span> stretch) {}
