package org.timeviper.model.config;

import java.util.List;

/**
 * The colours that a model tells things by, and what its word for one counts: the section {@code colours} of {@code moments}.
 *
 * @param names in the model's own words, in lower case; with none it is not asked for colours
 * @param from of what is found the model is asked which colour it has, and from which probability of the colour that was searched for beside the others, and beside that there is no such thing,
 *     on it is believed: between 0 and 1
 */
public record ColoursConfig(List<String> names, double from) {

    /** Nothing is known. */
    public static final ColoursConfig NONE = new ColoursConfig(List.of(), 0);

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the probability is out of its range
     */
    public ColoursConfig {
        names = List.copyOf(names);
        if (!(from >= 0 && from <= 1)) {
            throw new IllegalArgumentException("from lies between 0 and 1, not at " + from);
        }
    }

    static ColoursConfig of(JsonSection section) {
        List<String> names = section.texts("names");
        if (names.size() < 2 || names.stream().anyMatch(name -> !name.matches("\\p{Ll}+"))) {
            throw section.wrong("names", names, "two colours at least, each one word in lower case");
        }
        double from = section.number("from");
        if (!(from >= 0 && from <= 1)) {
            throw section.wrong("from", from, "a probability, between 0 and 1");
        }
        return new ColoursConfig(names, from);
    }
}
