package org.timeviper.indexer.benchmark.transv;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.model.Frame;
import org.timeviper.model.FrameSource;

/** A folder of sampled films, and their frames one film after the other: one process decodes, others read the pictures. */
public final class FilmFolder implements FrameSource {

    private record Place(FrameSource film, int index) {
        double seconds() {
            return film.seconds().get(index);
        }
    }

    private final List<Place> places;
    private final List<Double> seconds;

    private FilmFolder(List<Place> places) {
        this.places = List.copyOf(places);
        this.seconds = places.stream().map(Place::seconds).toList();
    }

    /**
     * Decodes films.
     *
     * @param fps pictures a second of film
     * @param folder where each film gets a folder of its own, by its number
     * @throws org.timeviper.indexer.media.UnreadableMedia when one cannot be decoded
     */
    public static FilmFolder write(List<Path> films, double fps, Path folder) {
        FilmReader reader = new FilmReader(DecoderSettings.defaults());
        for (int i = 0; i < films.size(); i++) {
            reader.sample(films.get(i), fps, film(folder, i), (seconds, of) -> {});
        }
        return open(folder);
    }

    /** Opens what {@link #write} wrote. */
    static FilmFolder open(Path folder) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; Files.isDirectory(film(folder, i)); i++) {
            SampledFilm sampled = SampledFilm.open(film(folder, i));
            FrameSource all = sampled.frames(0, sampled.info().durationSeconds(), Integer.MAX_VALUE);
            for (int index = 0; index < all.count(); index++) {
                places.add(new Place(all, index));
            }
        }
        return new FilmFolder(places);
    }

    private static Path film(Path folder, int number) {
        return folder.resolve(Integer.toString(number));
    }

    @Override
    public List<Double> seconds() {
        return seconds;
    }

    @Override
    public Frame read(int index) {
        Place place = places.get(index);
        return place.film().read(place.index());
    }
}
