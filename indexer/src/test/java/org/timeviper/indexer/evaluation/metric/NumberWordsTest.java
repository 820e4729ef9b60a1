package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberWordsTest {

    private static final String[] SMALL =
            ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
                    .split(" ");
    private static final String[] TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

    @ParameterizedTest
    @CsvSource({
        "two dogs, 2 dogs",
        "twenty one, 21",
        "three hundred and five, 305",
        "hundred dogs, 100 dogs",
        "nineteen hundred, 1900",
        "two thousand and five, 2005",
        "one two three, 1 2 3",
        "twenty twenty, 20 20",
        "twenty eleven, 20 11",
        "five and six, 5 and 6",
        "five hundred and dogs, 500 and dogs",
        "thousand and one nights, 1001 nights",
        "zero, 0",
        "a dog and a cat, a dog and a cat",
        "hundred hundred, 100 100",
        "two thousand three thousand, 2000 3000"
    })
    void numbersAreWrittenInDigits(String words, String inDigits) {
        assertEquals(inDigits, String.join(" ", NumberWords.inDigits(List.of(words.split(" ")))));
    }

    @Test
    void nothingStaysNothing() {
        assertEquals(List.of(), NumberWords.inDigits(List.of()));
    }

    @Property(tries = 1000)
    void whatIsSpeltOutIsReadBack(@ForAll @LongRange(max = 999_999_999_999L) long number, @ForAll boolean and) {
        List<String> words = new ArrayList<>();
        spell(number, and, words);
        assertEquals(List.of(Long.toString(number)), NumberWords.inDigits(words));
    }

    private static void spell(long number, boolean and, List<String> words) {
        if (number < 20) {
            words.add(SMALL[(int) number]);
        } else if (number < 100) {
            words.add(TENS[(int) number / 10]);
            rest(number % 10, false, words);
        } else if (number < 1_000) {
            group(number, 100, "hundred", and, words);
        } else if (number < 1_000_000) {
            group(number, 1_000, "thousand", and, words);
        } else if (number < 1_000_000_000) {
            group(number, 1_000_000, "million", and, words);
        } else {
            group(number, 1_000_000_000, "billion", and, words);
        }
    }

    private static void group(long number, long scale, String name, boolean and, List<String> words) {
        spell(number / scale, and, words);
        words.add(name);
        rest(number % scale, and && (scale == 100 || number % scale < 100), words);
    }

    private static void rest(long number, boolean and, List<String> words) {
        if (number > 0) {
            if (and) {
                words.add("and");
            }
            spell(number, and, words);
        }
    }
}
