package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.Timeline.Passage;

class TimelineTest {

    @Test
    void timesAreSecondsOrTheClock() {
        assertEquals(
                List.of(
                        passage(12_500, 17_000, "A red car passes"),
                        passage(12_500, 17_000, "A red car passes"),
                        passage(3_600_000, 3_723_500, "A 2-4 win"),
                        passage(0, 0, "now"),
                        passage(59_000, 60_000, "a minute")),
                Timeline.parse("12.5-17 A red car passes\n00:00:12.500 --> 00:00:17.000 A red car passes\r\n"
                                + "1:00:00-01:02:03.5\tA 2-4 win  \r\n\n  \n0 - 0 now\r00:59 --> 01:00 a minute")
                        .passages());
    }

    @Test
    void fractionsAreRoundedToTheMillisecond() {
        assertEquals(
                List.of(passage(333, 667, "a")),
                Timeline.parse("0.333333333333333-0.6666666 a").passages());
    }

    @Test
    void aFilmOfAHundredHoursFits() {
        assertEquals(
                List.of(passage(359_999_000, 360_000_000, "the end")),
                Timeline.parse("99:59:59 --> 100:00:00 the end").passages());
    }

    @Test
    void errorsNameTheLineWhatIsThereAndWhatShouldBe() {
        assertEquals(
                "Timeline, line 2, column 1: found \"A red car\", expected a start time such as 12.5 or 00:00:12.500.",
                error("0-1 fine\nA red car"));
        assertEquals(
                "Timeline, line 1, column 3: found \"3 back\", expected an end not before the start, 4.0 seconds.",
                error("4-3 back"));
        assertEquals(
                "Timeline, line 1, column 4: found the end of the line, expected a blank and then the passage's text.",
                error("1-2"));
        assertEquals(
                "Timeline, line 3, column 2: found \" 2 no dash\", expected '-' or '-->' between start and end.",
                error("\r\n\r\n1 2 no dash"));
        TimelineFormatException wrong =
                assertThrows(TimelineFormatException.class, () -> Timeline.parse("0-1 a\n\n\nNaN-2 b"));
        assertEquals(4, wrong.line());
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String line : List.of(
                "NaN-1 a",
                "-1-2 a",
                "1-Infinity a",
                "1e3-2e3 a",
                "1,5-2 a",
                "1.-2 a",
                ".5-2 a",
                "1.5.2-3 a",
                "0x1-2 a",
                "1--2 a",
                "1-2a",
                "1-2 ",
                "1-2 \u2003",
                "00:60-01:10 a",
                "00:1:00-00:02:00 a",
                "1:00-2:00 a",
                "0:00:00:00-1 a",
                "00:00:12,500 --> 00:00:17,000 a",
                "٣-٤ a",
                "1–2 a",
                "0-2000000.001 a",
                "0-99999999999999999999 a",
                "9999:00:00-9999:00:01 a",
                "WEBVTT")) {
            assertThrows(TimelineFormatException.class, () -> Timeline.parse(line), line);
        }
    }

    @Test
    void aHugeBrokenLineIsRefusedAtOnceAndShownInPart() {
        String digits = "9".repeat(2_000_000);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertTrue(error(digits).length() < 300);
            assertTrue(error("0." + digits + "-1 a").length() < 300);
            assertTrue(error("0-1" + " ".repeat(2_000_000)).length() < 300);
            assertTrue(error("-".repeat(2_000_000)).length() < 300);
        });
    }

    @Test
    void aPassageWithoutTextIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> passage(0, 1, " \n "));
    }

    @Property(tries = 1000)
    void whatIsWrittenIsReadAgain(@ForAll("passages") List<Passage> passages) {
        Timeline timeline = new Timeline(passages);
        assertEquals(timeline, Timeline.parse(timeline.format()));
    }

    @Property(tries = 5000)
    void anyTextIsATimelineOrSaysWhyNot(@ForAll("hostile") String text) {
        try {
            Timeline.parse(text)
                    .passages()
                    .forEach(passage -> assertTrue(passage.span().lengthMillis() >= 0));
        } catch (TimelineFormatException e) {
            assertTrue(e.line() >= 1 && e.line() <= text.length() + 1);
        }
    }

    @Provide
    Arbitrary<List<Passage>> passages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, TimeSpan.MAX_MILLIS - 10_000),
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.strings().ofMaxLength(12).filter(text -> !text.isBlank()))
                .as((start, length, text) -> passage(start, start + length, text))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                        Arbitraries.of(
                                "1",
                                "12.5",
                                "-",
                                "-->",
                                " ",
                                "\t",
                                "\n",
                                "\r",
                                "\r\n",
                                "00:00:12.500",
                                "1:",
                                ":",
                                ".",
                                "NaN",
                                "-5",
                                "99999999999",
                                "1e9",
                                "a",
                                "no",
                                "\u0000",
                                "\ud800",
                                "\u2028",
                                "\ufeff",
                                "1-2 a\n",
                                "5-4 a\n",
                                "0-1 "),
                        Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    private static Passage passage(int start, int end, String text) {
        return new Passage(new TimeSpan(start, end), text);
    }

    private static String error(String text) {
        return assertThrows(TimelineFormatException.class, () -> Timeline.parse(text))
                .getMessage();
    }
}
