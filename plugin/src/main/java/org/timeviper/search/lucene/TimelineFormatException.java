package org.timeviper.search.lucene;

/** Says that a text is not a timeline, where, and what should be there. */
public final class TimelineFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** How much of the text is shown. */
    private static final int SHOWN = 40;

    private final int line;

    /**
     * @param line number of the line, from 1
     * @param column number of the character in it, from 1
     * @param found the rest of the line
     * @param expected what should be there
     */
    TimelineFormatException(int line, int column, String found, String expected) {
        super("Timeline, line " + line + ", column " + column + ": found " + quoted(found) + ", expected " + expected
                + ".");
        this.line = line;
    }

    private static String quoted(String found) {
        if (found.isEmpty()) {
            return "the end of the line";
        }
        return found.length() <= SHOWN ? '"' + found + '"' : '"' + found.substring(0, SHOWN) + "…\"";
    }

    /** @return number of the line, from 1 */
    public int line() {
        return line;
    }
}
