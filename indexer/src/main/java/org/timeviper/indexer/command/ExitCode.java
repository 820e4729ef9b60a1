package org.timeviper.indexer.command;

/** The exit codes of every command. */
final class ExitCode {

    /** What was asked is done; a search or question that honestly finds nothing counts as done. */
    static final int DONE = 0;

    /** Something failed; the terminal says what and what to do. */
    static final int FAILED = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
