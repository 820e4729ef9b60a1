package org.timeviper.indexer.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** @return the text's lines, none longer than {@code columns} unless a single word is */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
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
