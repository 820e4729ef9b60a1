package org.timeviper.indexer.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** A terminal without colours, 100 columns wide, that keeps what the last command told it. */
final class RecordedTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            100,
            false);

    /** @return the exit code of {@code timeviper} with these arguments */
    int run(String... arguments) {
        return run(Stream.of(arguments), Stream.empty());
    }

    /** @return the exit code of {@code timeviper} with what begins the command line, and what goes on */
    int run(Stream<String> first, Stream<String> further) {
        out.reset();
        err.reset();
        return TimeViperCommand.run(terminal, Stream.concat(first, further).toArray(String[]::new));
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
