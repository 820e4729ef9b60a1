package org.timeviper.indexer.command;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process begins. Quarkus itself starts only in the commands that need the service. */
@QuarkusMain
public final class Main {

    private Main() {}

    /**
     * Runs the command line and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String... arguments) {
        System.exit(TimeViperCommand.run(Terminal.ofProcess(), arguments));
    }
}
