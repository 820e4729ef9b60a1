package org.timeviper.indexer.export.marker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be exported.
 *
 * @param title what the list is called; not empty
 * @param addresses where links lead
 * @param whole the film of which the markers tell all there is; null for a list that somebody or a search has chosen, in the order of their choice
 * @param markers the markers
 */
public record MarkerList(Label title, Addresses addresses, Film whole, List<Marker> markers) {

    public MarkerList {
        markers = List.copyOf(markers);
    }

    /** @return the films, each once, in the order in which they come */
    public List<Film> films() {
        return whole == null ? markers.stream().map(Marker::film).distinct().toList() : List.of(whole);
    }

    /**
     * @param format what the format is called
     * @return the only film
     * @throws Unexportable when there are several
     */
    public Film onlyFilm(String format) {
        List<Film> films = films();
        if (films.size() != 1) {
            throw new Unexportable(
                    Unexportable.Kind.SEVERAL_FILMS,
                    Map.of("count", films.size()),
                    format + " tells the times of one film, and this selection holds " + films.size()
                            + ": export each film by itself, or take edl, fcpxml, otio, csv, iiif or jsonld.");
        }
        return films.getFirst();
    }

    /** @return the markers of each film, in their order; films in the order in which they come */
    public Map<Film, List<Marker>> byFilm() {
        Map<Film, List<Marker>> markersOf = new LinkedHashMap<>();
        films().forEach(film -> markersOf.put(film, new ArrayList<>()));
        markers.forEach(marker -> markersOf.get(marker.film()).add(marker));
        return markersOf;
    }

    /** @return the markers in the order of time; they are of one film */
    public List<Marker> byTime() {
        return markers.stream().sorted(Marker.BY_TIME).toList();
    }
}
