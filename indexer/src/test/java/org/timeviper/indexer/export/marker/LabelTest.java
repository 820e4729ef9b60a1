package org.timeviper.indexer.export.marker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelTest {

    @Test
    void aLabelIsOneLine() {
        assertEquals("two lines and a paragraph", new Label(Films.HOSTILE.getFirst()).text());
        assertEquals(
                "line paragraph next vertical", new Label("\u2028line\u2029paragraph\u0085next\u000Bvertical").text());
        assertEquals("", new Label(null).text());
        assertTrue(new Label(" \u3000\n").isEmpty());
    }

    @Test
    void itHoldsNothingThatXmlCannot() {
        assertEquals(
                "half a letter and a bell and",
                new Label("half a letter \uD83D and a bell \u0007\u0000 and \uFFFE\uFEFF").text());
    }

    @Test
    void writingFromRightToLeftStaysAndWhatTurnsOtherTextGoes() {
        assertEquals("שלום עולם مرحبا", new Label("שלום \u202Eעולם\u202C مرحبا").text());
    }

    @Test
    void itIsCutBetweenLettersAsAReaderSeesThem() {
        String family = "👨‍👩‍👧‍👦";
        assertEquals("ab…", new Label("ab" + family + "cd").within(5));
        assertEquals("e\u0301…", new Label("e\u0301e\u0301e\u0301").within(3));
        assertEquals("whole", new Label("whole").within(5));
    }

    @Test
    void itIsCutToBytesBetweenLettersToo() {
        String family = "👨‍👩‍👧‍👦";
        assertEquals("ab…", new Label("ab" + family).withinBytes(26));
        assertEquals("ab" + family, new Label("ab" + family).withinBytes(27));
        assertEquals("映…", new Label("映画映画").withinBytes(8));
        assertEquals("映画…", new Label("映画映画").withinBytes(9));
        assertEquals("…", new Label("映画").withinBytes(5));
    }

    @Test
    void linesBreakBetweenWordsAndElseBetweenLetters() {
        assertEquals(List.of("one two", "three"), new Label("one two three").lines(10));
        assertEquals(List.of("abcd", "efghi"), new Label("abcdefghi").lines(5));
        assertEquals(List.of("whole"), new Label("whole").lines(5));
    }

    @Property
    void anyTextBecomesALineOfCharactersThatXmlTakes(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 50) int most) {
        Label label = new Label(text);
        assertEquals(label, new Label(label.text()));
        assertTrue(label.text()
                .codePoints()
                .allMatch(letter -> letter >= 0x20
                        && letter != 0xFFFE
                        && letter != 0xFFFF
                        && !(letter >= 0xD800 && letter < 0xE000)));
        assertFalse(label.text().lines().count() > 1);
        assertTrue(label.within(most).length() <= most);
        assertTrue(label.withinBytes(most + 2).getBytes(StandardCharsets.UTF_8).length <= most + 2);
    }
}
