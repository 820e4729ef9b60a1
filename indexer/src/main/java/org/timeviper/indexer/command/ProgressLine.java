package org.timeviper.indexer.command;

import java.util.Locale;

/** A line that moves on a terminal: what is being done, a bar, percent, remaining time. Says nothing where nobody would see it move. */
final class ProgressLine implements AutoCloseable {

    private static final int BAR = 24;

    private final Terminal terminal;
    private String shown = "";

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Shows how far the work is.
     *
     * @param what what is done to what
     * @param percent 0 to 100
     * @param remainingSeconds estimate; null while unknown
     */
    void show(String what, double percent, Double remainingSeconds) {
        if (!terminal.errIsTerminal()) {
            return;
        }
        int full = (int) Math.round(Math.clamp(percent, 0, 100) / 100 * BAR);
        String bar = "━".repeat(full) + "─".repeat(BAR - full);
        String remaining = remainingSeconds == null ? "" : ", " + Timecode.duration(remainingSeconds) + " left";
        String numbers = String.format(Locale.ROOT, "%s %3.0f %%%s", bar, percent, remaining);
        int room = terminal.width() - numbers.length() - 3;
        String line = Terminal.shortened(what, Math.max(10, room)) + "  " + numbers;
        if (!line.equals(shown)) {
            terminal.err().print("\r\033[K" + line);
            terminal.err().flush();
            shown = line;
        }
    }

    /** Shows that something goes on whose length is unknown. */
    void show(String what) {
        if (terminal.errIsTerminal() && !what.equals(shown)) {
            terminal.err().print("\r\033[K" + Terminal.shortened(what, terminal.width() - 1));
            terminal.err().flush();
            shown = what;
        }
    }

    /** Takes the line away, so that the next output starts at the left. */
    void clear() {
        if (!shown.isEmpty()) {
            terminal.err().print("\r\033[K");
            terminal.err().flush();
            shown = "";
        }
    }

    @Override
    public void close() {
        clear();
    }
}
