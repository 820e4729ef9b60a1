package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.api.Highlight;

class TerminalTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Terminal terminal(boolean seen) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, seen, seen, 60, seen);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aParagraphKeepsItsLinesAndIndentsEach() {
        terminal(false).paragraph("  ", "boat.mp4: pink\nsnow.mp4: black\n");
        assertEquals("  boat.mp4: pink\n  snow.mp4: black\n", out());
    }

    @Test
    void linesBreakAtWordsWithinTheWidth() {
        assertEquals(
                List.of("a red circle", "enters from", "the left"),
                Terminal.wrap("a red circle  enters from the left", 12));
        assertEquals(List.of("unbreakable-word", "x"), Terminal.wrap("unbreakable-word x", 6));
    }

    @Test
    void boldWordsTakeNoRoomAndDoNotChangeWhereLinesBreak() {
        String text = "a red circle enters from the left, then a blue square leaves to the right";
        List<Highlight> bold = List.of(new Highlight(2, 5), new Highlight(29, 33), new Highlight(69, 74));
        terminal(true).paragraph("  ", text, bold);
        String shown = out();
        assertEquals(3, shown.split("\033\\[1m", -1).length - 1);
        assertTrue(shown.contains("\033[1mleft\033[0m, then"), shown);
        out.reset();
        terminal(false).paragraph("  ", text, bold);
        assertEquals(out(), shown.replaceAll("\033\\[\\d+m", ""));
        String plain = out();
        out.reset();
        terminal(false).paragraph("  ", text);
        assertEquals(plain, out());
    }

    @Test
    void aLongNameKeepsBothEnds() {
        String name = Terminal.shortened("a-very-long-recording-of-the-harbour.mp4", 20);
        assertEquals(20, name.length());
        assertTrue(name.startsWith("a-very") && name.endsWith(".mp4"), name);
    }

    @Test
    void whereNobodyLooksThereIsNeitherColourNorMovement() {
        Terminal terminal = terminal(false);
        terminal.line("%s", terminal.bold("bold"));
        try (ProgressLine progress = new ProgressLine(terminal)) {
            progress.show("film.mp4: describing", 40, 3.0);
        }
        assertEquals("bold" + System.lineSeparator(), out());
    }

    @Test
    void progressShowsPercentAndRemainingTimeAndLeavesNothingBehind() {
        try (ProgressLine progress = new ProgressLine(terminal(true))) {
            progress.show("film.mp4: describing", 40, 90.0);
        }
        assertTrue(out().contains(" 40 %, 1 min 30 s left"), out());
        assertTrue(out().endsWith("\r\033[K"));
        out().lines().forEach(line -> assertTrue(line.length() <= 60 + 8, line));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00.0", "9.96, 0:10.0", "61.25, 1:01.3", "3599.96, 1:00:00.0", "3725.5, 1:02:05.5"})
    void aPlaceInAFilmIsRoundedBeforeItIsSplit(double seconds, String expected) {
        assertEquals(expected, Timecode.at(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0.34, 0.3 s", "42, 42 s", "200, 3 min 20 s", "7500, 2 h 5 min"})
    void aDurationIsSaidInTheUnitsAPersonUses(double seconds, String expected) {
        assertEquals(expected, Timecode.duration(seconds));
    }
}
