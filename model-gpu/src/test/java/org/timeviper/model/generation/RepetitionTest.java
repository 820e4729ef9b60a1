package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RepetitionTest {

    @Property(tries = 300)
    void aTailIsARepetitionIfAndOnlyIfItReadsSo(
            @ForAll @Size(max = 20) List<@IntRange(max = 2) Integer> front,
            @ForAll @Size(min = 1, max = 70) List<@IntRange(max = 2) Integer> stretch,
            @ForAll @IntRange(min = 1, max = 5) int times,
            @ForAll @IntRange(max = 69) int more) {
        Repetition repetition = new Repetition();
        List<Integer> tokens = new ArrayList<>();
        for (int token : said(front, stretch, times, more)) {
            tokens.add(token);
            repetition.add(token);
            int period = shortestPeriod(tokens);
            assertEquals(period, repetition.period());
            assertEquals(period == 0 ? 0 : lengthOf(tokens, period) - period, repetition.surplus());
        }
    }

    @Property(tries = 300)
    void whatIsSurplusIsSaidBeforeAndWhatIsKeptIsNoRepetition(
            @ForAll @Size(max = 20) List<@IntRange(max = 3) Integer> front,
            @ForAll @Size(min = 1, max = 64) List<@IntRange(max = 3) Integer> stretch) {
        List<Integer> tokens = said(front, stretch, 12, 0);
        Repetition repetition = new Repetition();
        int length = 0;
        while (repetition.surplus() == 0) {
            assertTrue(length < tokens.size(), "twelve times the same is a repetition");
            repetition.add(tokens.get(length++));
        }
        int period = repetition.period();
        int kept = length - repetition.surplus();
        for (int i = kept; i < length; i++) {
            assertEquals(tokens.get(i - period), tokens.get(i));
        }
        assertTrue(kept >= period, "one occurrence is kept");
        assertTrue(length - kept + period >= Math.max(3 * period, 12));
        Repetition again = new Repetition();
        tokens.subList(0, kept).forEach(again::add);
        assertEquals(0, again.surplus());
    }

    @Property(tries = 300)
    void whatWasCertainIsNeverTakenBack(
            @ForAll @Size(max = 20) List<@IntRange(max = 2) Integer> front,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 2) Integer> stretch) {
        Repetition repetition = new Repetition();
        int certain = 0;
        int length = 0;
        for (int token : said(front, stretch, 14, 0)) {
            repetition.add(token);
            length++;
            assertTrue(repetition.certain() >= certain, "what is certain stays so");
            certain = repetition.certain();
            if (repetition.surplus() > 0) {
                assertTrue(certain <= length - repetition.surplus());
                return;
            }
        }
        throw new AssertionError("no repetition was seen");
    }

    @Property
    void tokensThatAreAllDifferentAreCertainAtOnce(@ForAll @IntRange(min = 1, max = 300) int count) {
        Repetition repetition = new Repetition();
        for (int token = 0; token < count; token++) {
            repetition.add(token);
            assertEquals(token + 1, repetition.certain());
            assertEquals(0, repetition.surplus());
        }
    }

    /** Lines such as "5 - 10 seconds, a ball": alike, but for a number that moves on. */
    @Property
    void linesThatOnlyLookAlikeAreNone(
            @ForAll @IntRange(min = 1, max = 40) int lines,
            @ForAll @IntRange(min = 1, max = 30) int alike,
            @ForAll @IntRange(min = 1, max = 9) int step) {
        Repetition repetition = new Repetition();
        for (int line = 0; line < lines; line++) {
            int start = line * step;
            digits(start).forEach(repetition::add);
            repetition.add('-');
            digits(start + step).forEach(repetition::add);
            IntStream.range(1000, 1000 + alike).forEach(repetition::add);
            assertEquals(0, repetition.surplus());
        }
    }

    private static IntStream digits(int number) {
        return Integer.toString(number).chars();
    }

    private static List<Integer> said(List<Integer> front, List<Integer> stretch, int times, int more) {
        return Stream.concat(
                        front.stream(),
                        IntStream.range(0, times * stretch.size() + more % stretch.size())
                                .mapToObj(i -> stretch.get(i % stretch.size())))
                .toList();
    }

    /** The shortest period of at most 64 that the tail has three times and 12 tokens long; 0 without one. */
    private static int shortestPeriod(List<Integer> tokens) {
        return IntStream.rangeClosed(1, 64)
                .filter(period -> lengthOf(tokens, period) >= Math.max(3 * period, 12))
                .findFirst()
                .orElse(0);
    }

    /** How long the longest tail of a period is. */
    private static int lengthOf(List<Integer> tokens, int period) {
        int from = tokens.size();
        while (from - 1 - period >= 0 && tokens.get(from - 1).equals(tokens.get(from - 1 - period))) {
            from--;
        }
        return tokens.size() - Math.max(0, from - period);
    }
}
