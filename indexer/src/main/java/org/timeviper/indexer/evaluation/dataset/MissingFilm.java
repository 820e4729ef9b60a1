package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * A film that is asked about and not there.
 *
 * @param name as the annotations name it
 * @param folders where it was looked for
 * @param place the first annotation that asks about it
 * @param annotations how many do
 */
public record MissingFilm(String name, List<Path> folders, Place place, int annotations) {

    MissingFilm and(MissingFilm again) {
        return new MissingFilm(name, folders, place, annotations + again.annotations);
    }

    @Override
    public String toString() {
        return "the film %s (%s) is in none of %s"
                .formatted(name, place, folders)
                .replaceAll("\\p{Cntrl}", " ");
    }
}
