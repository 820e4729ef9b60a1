package org.timeviper.model.task;

import java.util.Arrays;
import java.util.Locale;

/** What a description is about (the facets of the paper's VDC evaluation). */
public enum Facet {
    /** Everything, in order. */
    DETAILED,
    /** Where it is. */
    BACKGROUND,
    /** One sentence. */
    SHORT,
    /** The main thing and what it does. */
    MAIN_OBJECT,
    /** What the camera does. */
    CAMERA;

    /** @return its name in prompts and files: {@code main_object} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return whether it is about things: where they are, and what the camera does, can be told without a name */
    boolean namesThings() {
        return this == DETAILED || this == SHORT || this == MAIN_OBJECT;
    }

    /**
     * @param key as {@link #key} gives it
     * @throws IllegalArgumentException if no facet is called so; the message lists those that there are
     */
    public static Facet of(String key) {
        return Arrays.stream(values())
                .filter(facet -> facet.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no facet is called '" + key + "': there are "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Facet::key).toList())));
    }
}
