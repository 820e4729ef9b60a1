package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * English numbers in words, read as digits: {@code twenty one dogs} becomes {@code 21 dogs}, {@code three hundred and five} becomes {@code 305}. Words that are no number together,
 * such as {@code one two}, are numbers one after the other. Knows no fractions and no ordinals.
 */
final class NumberWords {

    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("zero", 0L),
            Map.entry("one", 1L),
            Map.entry("two", 2L),
            Map.entry("three", 3L),
            Map.entry("four", 4L),
            Map.entry("five", 5L),
            Map.entry("six", 6L),
            Map.entry("seven", 7L),
            Map.entry("eight", 8L),
            Map.entry("nine", 9L));
    private static final Map<String, Long> TEENS = Map.ofEntries(
            Map.entry("ten", 10L),
            Map.entry("eleven", 11L),
            Map.entry("twelve", 12L),
            Map.entry("thirteen", 13L),
            Map.entry("fourteen", 14L),
            Map.entry("fifteen", 15L),
            Map.entry("sixteen", 16L),
            Map.entry("seventeen", 17L),
            Map.entry("eighteen", 18L),
            Map.entry("nineteen", 19L));
    private static final Map<String, Long> TENS = Map.of(
            "twenty", 20L, "thirty", 30L, "forty", 40L, "fifty", 50L, "sixty", 60L, "seventy", 70L, "eighty", 80L,
            "ninety", 90L);
    private static final Map<String, Long> SCALES =
            Map.of("thousand", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);
    private static final long HUNDRED = 100;

    private final List<String> words;
    private int at;

    private NumberWords(List<String> words) {
        this.words = words;
    }

    /**
     * @param words in lower case, hyphens taken apart
     * @return the same words, every number in digits
     */
    static List<String> inDigits(List<String> words) {
        NumberWords reading = new NumberWords(words);
        List<String> read = new ArrayList<>();
        while (reading.at < words.size()) {
            long number = reading.number();
            read.add(number < 0 ? words.get(reading.at++) : Long.toString(number));
        }
        return read;
    }

    /**
     * Reads the longest number that begins here: groups below a thousand, each with a smaller scale than the one before.
     *
     * @return −1 if none begins here
     */
    private long number() {
        long number = -1;
        long scaleBefore = Long.MAX_VALUE;
        int end = at;
        while (scaleBefore > 1) {
            if (number >= 0) {
                skip("and");
            }
            long group = belowThousand();
            long scale = SCALES.getOrDefault(word(), 1L);
            if (group < 0 && scale == 1 || scale >= scaleBefore) {
                break;
            }
            at += scale > 1 ? 1 : 0;
            number = Math.max(number, 0) + (group < 0 ? 1 : group) * scale;
            scaleBefore = scale;
            end = at;
        }
        at = end;
        return number;
    }

    /** @return −1 if none begins here */
    private long belowThousand() {
        long hundreds = belowHundred();
        if (!word().equals("hundred")) {
            return hundreds;
        }
        at++;
        int end = at;
        skip("and");
        long rest = belowHundred();
        if (rest < 0) {
            at = end;
        }
        return (hundreds < 0 ? 1 : hundreds) * HUNDRED + Math.max(rest, 0);
    }

    /** @return −1 if none begins here */
    private long belowHundred() {
        Long tens = TENS.get(word());
        if (tens != null) {
            at++;
            Long units = UNITS.get(word());
            if (units == null || units == 0) {
                return tens;
            }
            at++;
            return tens + units;
        }
        Long small = UNITS.getOrDefault(word(), TEENS.get(word()));
        if (small == null) {
            return -1;
        }
        at++;
        return small;
    }

    private String word() {
        return at < words.size() ? words.get(at) : "";
    }

    private void skip(String word) {
        at += word.equals(word()) ? 1 : 0;
    }
}
