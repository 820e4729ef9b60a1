package org.timeviper.search.lucene;

import java.util.Locale;

/** Colours that captions tell things apart by; each language has its names for them. */
enum Colour {
    RED,
    GREEN,
    BLUE,
    YELLOW,
    ORANGE,
    PURPLE,
    PINK,
    BROWN,
    BLACK,
    WHITE,
    /** Silver too. */
    GREY,
    GOLD,
    CYAN,
    MAGENTA,
    /** Turquoise too. */
    TEAL,
    BEIGE;

    /** @return the English word that stands for all names of this colour */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
