package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;
import java.util.List;

/** Ends the making of an item whose film is not there. Never leaves this package. */
final class FilmMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String film;
    private final transient List<Path> folders;

    FilmMissing(String film, List<Path> folders) {
        super("the film " + film + " is missing", null, false, false);
        this.film = film;
        this.folders = folders;
    }

    /** @return it, as first asked about by an annotation */
    MissingFilm askedForAt(Place place) {
        return new MissingFilm(film, folders, place, 1);
    }
}
