package org.timeviper.indexer.evaluation;

import java.nio.file.Path;
import java.util.Optional;
import org.timeviper.model.task.Span;

/**
 * The film that an item is about.
 *
 * @param file the film
 * @param stretch the part of it that the item is about, in seconds of the film; empty for all of it
 * @param annotatedSeconds how long the footage is by its annotation, as it is written there: what a published benchmark's prompts tell of it, whatever the file says. Empty where
 *     the annotation tells nothing
 */
public record Footage(Path file, Optional<Span> stretch, Optional<String> annotatedSeconds) {

    /** Footage of whose length the annotation tells nothing. */
    public Footage(Path file, Optional<Span> stretch) {
        this(file, stretch, Optional.empty());
    }

    /** @return the same, with the length that its annotation tells */
    public Footage lasting(Optional<String> annotated) {
        return new Footage(file, stretch, annotated);
    }
}
