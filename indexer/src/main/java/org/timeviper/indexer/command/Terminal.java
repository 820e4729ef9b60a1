package org.timeviper.indexer.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.api.Highlight;

/**
 * Where a command writes: results to {@code out}, progress and errors to {@code err}, both UTF-8. Colour and moving lines appear only on a terminal.
 *
 * @param out results
 * @param err progress and errors
 * @param outIsTerminal whether a person sees {@code out} directly
 * @param errIsTerminal whether a person sees {@code err} directly
 * @param width columns of the terminal
 * @param colour whether colours are welcome ({@code NO_COLOR} is honoured)
 */
record Terminal(
        PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, int width, boolean colour) {

    private static final Pattern LINE = Pattern.compile("[^\\n\\r]*\\S[^\\n\\r]*");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final int USUAL_WIDTH = 100;
    private static final int LEAST_WIDTH = 50;
    private static final int WIDEST_TEXT = 140;

    /** @return the process's own; the start script says in {@code TIMEVIPER_TERMINAL} and {@code COLUMNS} what a JVM cannot find out */
    static Terminal ofProcess() {
        Map<String, String> environment = System.getenv();
        String terminal = environment.getOrDefault("TIMEVIPER_TERMINAL", "");
        boolean outIsTerminal = terminal.contains("out");
        boolean colour = outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                outIsTerminal,
                terminal.contains("err"),
                columns(environment.get("COLUMNS")),
                colour);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int columns(String text) {
        if (text == null || !text.matches("\\d{1,4}")) {
            return USUAL_WIDTH;
        }
        return Math.clamp(Integer.parseInt(text), LEAST_WIDTH, WIDEST_TEXT);
    }

    /** Writes one line of the result. */
    void line(String format, Object... values) {
        out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    /** Writes one line that is not part of the result. */
    void note(String format, Object... values) {
        err.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String accent(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    /** Writes a text broken at words to the terminal's width, every line behind an indent. */
    void paragraph(String indent, String text) {
        text.strip()
                .lines()
                .flatMap(line -> wrap(line, width - indent.length()).stream())
                .forEach(line -> line("%s%s", indent, line));
    }

    /** Writes a text as {@link #paragraph(String, String)} does, some of its characters in bold. */
    void paragraph(String indent, String text, List<Highlight> bold) {
        Matcher lines = LINE.matcher(text);
        while (lines.find()) {
            List<Word> words = new ArrayList<>();
            Matcher found = WORD.matcher(text).region(lines.start(), lines.end());
            while (found.find()) {
                words.add(new Word(found.group(), embolden(text, found.start(), found.end(), bold)));
            }
            fill(words, width - indent.length()).forEach(line -> line("%s%s", indent, line));
        }
    }

    private String embolden(String text, int start, int end, List<Highlight> bold) {
        StringBuilder shown = new StringBuilder();
        int at = start;
        for (Highlight range : bold) {
            int from = Math.max(at, range.start());
            int to = Math.min(end, range.end());
            if (from < to) {
                shown.append(text, at, from).append(bold(text.substring(from, to)));
                at = to;
            }
        }
        return shown.append(text, at, end).toString();
    }

    /** @return the text's lines, none longer than {@code columns} unless a single word is */
    static List<String> wrap(String text, int columns) {
        return fill(
                Arrays.stream(text.strip().split("\\s+"))
                        .map(word -> new Word(word, word))
                        .toList(),
                columns);
    }

    /**
     * A word of a text.
     *
     * @param plain what takes place on the terminal
     * @param shown the same with its style
     */
    private record Word(String plain, String shown) {}

    private static List<String> fill(List<Word> words, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int taken = 0;
        for (Word word : words) {
            int length = word.plain().length();
            if (taken > 0 && taken + 1 + length > columns) {
                lines.add(line.toString());
                line.setLength(0);
                taken = 0;
            }
            line.append(taken == 0 ? "" : " ").append(word.shown());
            taken += (taken == 0 ? 0 : 1) + length;
        }
        lines.add(line.toString());
        return lines;
    }

    /** @return the text, cut in the middle when longer than {@code columns} */
    static String shortened(String text, int columns) {
        if (text.length() <= columns) {
            return text;
        }
        int tail = columns / 2;
        return text.substring(0, columns - tail - 1) + "…" + text.substring(text.length() - tail);
    }
}
