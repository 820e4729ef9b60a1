package org.timeviper.indexer.command;

import java.util.List;

/** Names what is wrong, each fault on lines of its own; of very many, the first. */
final class FaultList {

    private static final int MOST = 40;

    private final Terminal terminal;

    FaultList(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Says nothing where nothing is wrong. */
    void print(List<String> faults) {
        if (faults.isEmpty()) {
            return;
        }
        terminal.note("%s", faults.size() == 1 ? "1 fault:" : String.format("%,d faults:", faults.size()));
        faults.stream().limit(MOST).forEach(fault -> terminal.note("  %s", fault));
        if (faults.size() > MOST) {
            terminal.note("  and %,d more; --json has all.", faults.size() - MOST);
        }
    }
}
