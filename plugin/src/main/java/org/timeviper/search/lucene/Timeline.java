package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A video's timed text: passages, each with its start and end. As text it is one passage a line, start, end and what is shown or said between them:
 *
 * <pre>
 * 0-4.2 An empty road
 * 4-8 A white car drives up
 * 00:01:15.000 --> 00:01:17.500 A red car passes
 * </pre>
 *
 * <p>A time is in seconds, with a point before the fractions, or on the clock as WebVTT writes it, {@code hh:mm:ss.ttt} or {@code mm:ss.ttt}, the fractions being
 * optional; what is finer than a millisecond is rounded. Between start and end stands {@code -} or {@code -->}, with or without blanks around it. After a blank comes
 * the text, which goes on to the end of the line and must not be blank. Passages may overlap and come in any order. Lines end with LF, CR or both; blank lines are
 * skipped. Anything else is an error.
 *
 * @param passages in the order of the text
 */
public record Timeline(List<Passage> passages) {

    /**
     * What is shown or said in a span of the film.
     *
     * @param span when
     * @param text on one line: line breaks become blanks; not blank
     */
    public record Passage(TimeSpan span, String text) implements Timed {

        /** @throws IllegalArgumentException if the text is blank */
        public Passage {
            Objects.requireNonNull(span, "span");
            if (text.isBlank()) {
                throw new IllegalArgumentException("The passage from " + span.start() + " to " + span.end()
                        + " seconds has no text: leave it out.");
            }
            text = text.strip().replaceAll("[\\r\\n]+", " ");
        }
    }

    /**
     * Where a passage stands in the text of a timeline.
     *
     * @param span when it is
     * @param from first character of its text
     * @param to the character behind its text
     */
    record Line(TimeSpan span, int from, int to) implements Timed {}

    public Timeline {
        passages = List.copyOf(passages);
    }

    /**
     * Reads a timeline.
     *
     * @throws TimelineFormatException if the text is not one
     */
    public static Timeline parse(String text) {
        return new Timeline(lines(text).stream()
                .map(line -> new Passage(line.span(), text.substring(line.from(), line.to())))
                .toList());
    }

    /** @return the passages' places in the text, in its order */
    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        int number = 1;
        for (int from = 0; from < text.length(); number++) {
            int to = from;
            while (to < text.length() && text.charAt(to) != '\n' && text.charAt(to) != '\r') {
                to++;
            }
            TimelineLine line = new TimelineLine(text, number, from, to);
            if (!line.blank()) {
                lines.add(line.read());
            }
            from = text.startsWith("\r\n", to) ? to + 2 : to + 1;
        }
        return lines;
    }

    /** @return this as text that {@link #parse} reads */
    public String format() {
        StringBuilder text = new StringBuilder();
        for (Passage passage : passages) {
            text.append(seconds(passage.span().startMillis()))
                    .append('-')
                    .append(seconds(passage.span().endMillis()))
                    .append(' ')
                    .append(passage.text())
                    .append('\n');
        }
        return text.toString();
    }

    private static String seconds(int millis) {
        return millis % 1000 == 0
                ? Integer.toString(millis / 1000)
                : String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }
}
