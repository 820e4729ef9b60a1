package org.timeviper.indexer.export.marker;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line of text about a marker, fit to stand in any format once that format has quoted it: one line without control characters, without what XML cannot hold, and
 * without what would turn the direction of the text after it.
 *
 * @param text the line; may be empty
 */
public record Label(String text) {

    private static final String ELLIPSIS = "…";

    /** No label. */
    public static final Label NONE = new Label("");

    public Label {
        text = oneLine(text == null ? "" : text);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int letter = text.codePointAt(i);
            if (Character.isWhitespace(letter) || Character.isSpaceChar(letter) || Character.isISOControl(letter)) {
                gap = true;
            } else if (!unfit(letter)) {
                if (gap && !line.isEmpty()) {
                    line.append(' ');
                }
                line.appendCodePoint(letter);
                gap = false;
            }
        }
        return line.toString();
    }

    /** Halves of letters, what Unicode keeps for no letter, the byte order mark, and marks that embed, override or isolate a direction. */
    private static boolean unfit(int letter) {
        boolean half = letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE;
        boolean noLetter = (letter & 0xFFFE) == 0xFFFE || letter >= 0xFDD0 && letter <= 0xFDEF;
        boolean turning = letter >= 0x202A && letter <= 0x202E || letter >= 0x2066 && letter <= 0x2069;
        return half || noLetter || turning || letter == 0xFEFF;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** @return the text, cut with an ellipsis to at most so many UTF-16 units, between letters as a reader sees them */
    public String within(int most) {
        return text.length() <= most
                ? text
                : text.substring(0, boundary(text, most)).stripTrailing() + ELLIPSIS;
    }

    /** @return the text, cut with an ellipsis to at most so many bytes of UTF-8, 3 or more, between letters as a reader sees them */
    public String withinBytes(int most) {
        if (bytes(text) <= most) {
            return text;
        }
        int room = most - bytes(ELLIPSIS);
        int end = 0;
        for (int next = 0; room >= 0; next += Character.charCount(text.codePointAt(next))) {
            end = next;
            room -= bytes(Character.toString(text.codePointAt(next)));
        }
        return text.substring(0, boundary(text, end + 1)).stripTrailing() + ELLIPSIS;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** @return the text in lines of at most so many UTF-16 units, broken between words, and between letters where a word is longer */
    public List<String> lines(int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > most) {
            int space = rest.lastIndexOf(' ', most);
            int end = space > 0 ? space : Math.max(rest.offsetByCodePoints(0, 1), boundary(rest, most));
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** The last place before another between two letters as a reader sees them. */
    private static int boundary(String text, int before) {
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        return letters.preceding(before);
    }
}
