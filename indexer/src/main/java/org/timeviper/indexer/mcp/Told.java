package org.timeviper.indexer.mcp;

import java.util.Locale;

/** How the tools write what they found, so that it stays small and exact enough. */
final class Told {

    /** Characters of a caption, or of what one stretch of film says to a question. */
    static final int MOST = 600;

    private Told() {}

    static String shortened(String text) {
        return shortened(text, MOST);
    }

    static String shortened(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
    }

    /** @return to the millisecond */
    static double seconds(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    /** @return "12.0–18.5 s" */
    static String span(double start, double end) {
        return String.format(Locale.ROOT, "%.1f–%.1f s", start, end);
    }
}
