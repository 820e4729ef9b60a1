package org.timeviper.indexer.export.format;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.timeviper.indexer.export.marker.Film;

/**
 * Reel names as CMX3600 takes them: eight capital letters and digits at most. The reel that a file names is its own, and films of the same reel share it; a film whose file
 * names none gets a name that no other film has.
 */
final class Reels {

    private static final int LONGEST = 8;

    /** Names that stand for no film: black and an auxiliary source. */
    private static final Set<String> RESERVED = Set.of("BL", "AX");

    private Reels() {}

    /** @return each film's reel */
    static Map<Film, String> of(List<Film> films) {
        Set<String> taken = new HashSet<>(RESERVED);
        Map<String, String> named = named(films, taken);
        Map<Film, String> reels = new LinkedHashMap<>();
        for (Film film : films) {
            String reel = film.slate().reel();
            reels.put(film, reel == null ? free(letters(withoutExtension(film)), taken) : named.get(tape(reel)));
        }
        return reels;
    }

    /** The reels that files name. Those that are short enough come first, so that none of them makes way for one that had to be cut. */
    private static Map<String, String> named(List<Film> films, Set<String> taken) {
        List<String> tapes = films.stream()
                .map(film -> film.slate().reel())
                .filter(reel -> reel != null)
                .map(Reels::tape)
                .distinct()
                .toList();
        Map<String, String> named = new HashMap<>();
        for (boolean shortEnough : new boolean[] {true, false}) {
            tapes.stream()
                    .filter(tape -> tape.length() <= LONGEST == shortEnough)
                    .forEach(tape -> named.put(tape, free(letters(tape), taken)));
        }
        return named;
    }

    /** What two files call the same tape, whatever stands between its letters; one without any is known by all of it. */
    private static String tape(String reel) {
        String letters = letters(reel);
        return letters.isEmpty() ? reel : letters;
    }

    /** A name that is not taken yet, cut to what the format takes; it is taken afterwards. */
    private static String free(String letters, Set<String> taken) {
        String all = letters.isEmpty() ? "FILM" : letters;
        String wanted = all.substring(0, Math.min(LONGEST, all.length()));
        String reel = wanted;
        for (int number = 2; !taken.add(reel); number++) {
            String ending = Integer.toString(number);
            reel = wanted.substring(0, Math.min(wanted.length(), LONGEST - ending.length())) + ending;
        }
        return reel;
    }

    private static String withoutExtension(Film film) {
        return film.name().text().replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,10}$", "");
    }

    private static String letters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9]", "");
    }
}
