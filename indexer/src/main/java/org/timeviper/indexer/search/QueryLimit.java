package org.timeviper.indexer.search;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as a person writes them in the limits of an expression: 10s, 1.5min, 500ms; a number alone is seconds. */
final class QueryLimit {

    private static final Pattern LENGTH =
            Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)\\s*(ms|s|sec|min|h|)", Pattern.CASE_INSENSITIVE);

    private QueryLimit() {}

    /**
     * Reads a length.
     *
     * @param text what is written, with or without spaces around it
     * @return seconds
     * @throws NumberFormatException if it is none
     */
    static double seconds(String text) {
        Matcher length = LENGTH.matcher(text.strip());
        if (!length.matches()) {
            throw new NumberFormatException(
                    "'" + text.strip() + "' is no length of time: write it as 10s, 2min or 500ms.");
        }
        BigDecimal number = new BigDecimal(length.group(1));
        return switch (length.group(2).toLowerCase(Locale.ROOT)) {
            case "ms" -> number.movePointLeft(3).doubleValue();
            case "min" -> number.multiply(BigDecimal.valueOf(60)).doubleValue();
            case "h" -> number.multiply(BigDecimal.valueOf(3600)).doubleValue();
            default -> number.doubleValue();
        };
    }

    /** @return a length in seconds, so that reading it gives the very same number */
    static String print(double seconds) {
        BigDecimal number = BigDecimal.valueOf(seconds);
        return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + "s";
    }
}
