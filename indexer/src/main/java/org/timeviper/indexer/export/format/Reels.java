package org.timeviper.indexer.export.format;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.timeviper.indexer.export.marker.Film;

/** Reel names as CMX3600 takes them: eight capital letters and digits at most, another for each film. */
final class Reels {

    private static final int LONGEST = 8;

    /** Names that stand for no film: black and an auxiliary source. */
    private static final Set<String> TAKEN = Set.of("BL", "AX");

    private Reels() {}

    /** @return each film's reel: the one that its file names, else one from its name */
    static Map<Film, String> of(List<Film> films) {
        Set<String> taken = new HashSet<>(TAKEN);
        Map<Film, String> reels = new LinkedHashMap<>();
        for (Film film : films) {
            String wanted = letters(film);
            String reel = wanted;
            for (int number = 2; !taken.add(reel); number++) {
                String ending = Integer.toString(number);
                reel = wanted.substring(0, Math.min(wanted.length(), LONGEST - ending.length())) + ending;
            }
            reels.put(film, reel);
        }
        return reels;
    }

    private static String letters(Film film) {
        String source = film.slate().reel() == null
                ? film.name().text().replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,10}$", "")
                : film.slate().reel();
        String letters = Normalizer.normalize(source, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "");
        String reel = letters.isEmpty() ? "FILM" : letters;
        return reel.substring(0, Math.min(LONGEST, reel.length()));
    }
}
