package org.timeviper.search.lucene;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one line of a {@link Timeline}. */
final class TimelineLine {

    /** Digits are bounded, so that no number takes long to read. */
    private static final String FRACTION = "(?:\\.([0-9]{1,18}))?";

    private static final Pattern CLOCK =
            Pattern.compile("(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])" + FRACTION + "(?![0-9.:])");
    private static final Pattern SECONDS = Pattern.compile("()()([0-9]{1,10})" + FRACTION + "(?![0-9.:])");
    private static final Pattern ARROW = Pattern.compile("[ \\t]*-(?:->)?[ \\t]*");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    private final String text;
    private final int number;
    private final int begin;
    private final int end;
    private int at;

    /**
     * @param text of the timeline
     * @param number of the line, from 1
     * @param begin its first character
     * @param end the character behind it
     */
    TimelineLine(String text, int number, int begin, int end) {
        this.text = text;
        this.number = number;
        this.begin = begin;
        this.end = end;
        this.at = begin;
    }

    boolean blank() {
        return text.substring(begin, end).isBlank();
    }

    /** @throws TimelineFormatException if the line is none of a timeline */
    Timeline.Line read() {
        skip(BLANKS);
        int start = time("a start time such as 12.5 or 00:00:12.500");
        if (!skip(ARROW)) {
            throw unexpected("'-' or '-->' between start and end");
        }
        int beforeEnd = at;
        int last = time("an end time such as 17 or 00:00:17.000");
        if (last < start) {
            at = beforeEnd;
            throw unexpected("an end not before the start, " + start / 1000.0 + " seconds");
        }
        if (!skip(BLANKS) || text.substring(at, end).isBlank()) {
            throw unexpected("a blank and then the passage's text");
        }
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return new Timeline.Line(
                new TimeSpan(start, last),
                at,
                at + text.substring(at, end).strip().length());
    }

    /** Reads a time in milliseconds. */
    private int time(String expected) {
        Matcher time = match(CLOCK);
        if (time == null) {
            time = match(SECONDS);
        }
        if (time == null) {
            throw unexpected(expected);
        }
        BigDecimal seconds =
                new BigDecimal(number(time.group(1)) * 3600 + number(time.group(2)) * 60 + number(time.group(3)));
        if (time.group(4) != null) {
            seconds = seconds.add(new BigDecimal("0." + time.group(4)));
        }
        long millis =
                seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
        if (millis > TimeSpan.MAX_MILLIS) {
            throw unexpected("a time of at most " + TimeSpan.MAX_MILLIS / 1000 + " seconds");
        }
        at = time.end();
        return (int) millis;
    }

    private static long number(String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private boolean skip(Pattern pattern) {
        Matcher found = match(pattern);
        if (found != null) {
            at = found.end();
        }
        return found != null;
    }

    private Matcher match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, end);
        return matcher.lookingAt() ? matcher : null;
    }

    private TimelineFormatException unexpected(String expected) {
        return new TimelineFormatException(number, at - begin + 1, text.substring(at, end), expected);
    }
}
