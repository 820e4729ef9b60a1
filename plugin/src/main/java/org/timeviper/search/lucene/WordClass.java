package org.timeviper.search.lucene;

import java.util.Optional;

/**
 * What a caption analyzer tells about a word beside its term, as the token's flags: whether it is an adjective, on which side of its thing that stands, and its
 * colour. It travels with the token, so that whoever reads the tokens needs not know the language.
 */
final class WordClass {

    /** The word is an adjective, or a colour. */
    static final int MODIFIER = 1;

    /** The adjective stands behind the thing it belongs to. */
    static final int BEHIND = 2;

    private static final int COLOUR_SHIFT = 2;

    private WordClass() {}

    /** @return the class of a modifier of this colour */
    static int of(Colour colour) {
        return MODIFIER | (colour.ordinal() + 1) << COLOUR_SHIFT;
    }

    static boolean isModifier(int flags) {
        return (flags & MODIFIER) != 0;
    }

    static boolean isBehind(int flags) {
        return (flags & BEHIND) != 0;
    }

    /** @return the colour, empty if the word names none */
    static Optional<Colour> colour(int flags) {
        int colour = flags >>> COLOUR_SHIFT;
        return colour == 0 ? Optional.empty() : Optional.of(Colour.values()[colour - 1]);
    }
}
