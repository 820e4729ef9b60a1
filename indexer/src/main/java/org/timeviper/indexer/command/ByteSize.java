package org.timeviper.indexer.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them. */
final class ByteSize {

    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*([kMGT]?i?B?)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "k", 1_000L,
            "m", 1_000_000L,
            "g", 1_000_000_000L,
            "t", 1_000_000_000_000L,
            "ki", 1L << 10,
            "mi", 1L << 20,
            "gi", 1L << 30,
            "ti", 1L << 40);
    private static final List<String> NAMES = List.of("bytes", "kB", "MB", "GB", "TB");
    private static final double STEP = 1000;

    private ByteSize() {}

    /**
     * Reads {@code 80GB}, {@code 79.6GiB}, {@code 500M}: without an i, units are powers of 1000.
     *
     * @throws CommandFailure if it is something else
     */
    static long parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new CommandFailure("'" + text + "' is no amount of memory: write it like 80GB or 79.6GiB.");
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT).replace("b", "");
        return Math.round(Double.parseDouble(matcher.group(1)) * UNITS.getOrDefault(unit, 1L));
    }

    /** In the unit that fits: {@code 17.8 GB}. */
    static String words(double bytes) {
        int unit = 0;
        double amount = bytes;
        while (Math.round(amount) >= STEP && unit < NAMES.size() - 1) {
            amount /= STEP;
            unit++;
        }
        String format = unit == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, format, amount, NAMES.get(unit));
    }
}
