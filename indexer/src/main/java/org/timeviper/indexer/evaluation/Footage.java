package org.timeviper.indexer.evaluation;

import java.nio.file.Path;
import java.util.Optional;
import org.timeviper.model.task.Span;

/**
 * The film that an item is about.
 *
 * @param file the film, or the folder in which it lies as numbered pictures
 * @param stretch the part of it that the item is about, in seconds of the film; empty for all of it
 * @param annotatedSeconds how long the footage is by its annotation, as it is written there: what a published benchmark's prompts tell of it, whatever the file says. Empty where
 *     the annotation tells nothing
 * @param pictureRate pictures a second of a film that lies in a folder as pictures; empty for a film that is a file
 */
public record Footage(
        Path file, Optional<Span> stretch, Optional<String> annotatedSeconds, Optional<Double> pictureRate) {

    /** Footage of whose length the annotation tells nothing. */
    public Footage(Path file, Optional<Span> stretch) {
        this(file, stretch, Optional.empty(), Optional.empty());
    }

    /** Footage that lies in a folder as pictures. */
    public static Footage ofPictures(Path folder, double rate, Optional<Span> stretch) {
        return new Footage(folder, stretch, Optional.empty(), Optional.of(rate));
    }

    /** @return the same, with the length that its annotation tells */
    public Footage lasting(Optional<String> annotated) {
        return new Footage(file, stretch, annotated, pictureRate);
    }
}
