package org.timeviper.indexer.export.format;

import java.math.BigDecimal;
import java.util.Locale;

/** Time on the clock of a player, from the first frame on. */
final class ClockTime {

    private ClockTime() {}

    /** @return {@code HH:MM:SS.mmm}, with this letter before the milliseconds; {@code seconds} has three decimals */
    static String of(BigDecimal seconds, char point) {
        long millis = seconds.movePointRight(3).longValueExact();
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                point,
                millis % 1000);
    }
}
