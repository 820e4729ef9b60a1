package org.timeviper.indexer.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Processes that are killed in the middle of what they do, as by a loss of power. */
public final class KilledProcess {

    private KilledProcess() {}

    /**
     * Lets a process work until it has said a number, and kills it wherever it then is.
     *
     * @param program has a {@code main} that works for ever, and prints 1, 2, 3, … as each piece of its work is done
     * @param wanted the number
     * @param later how long after that it is killed
     * @param argument what {@code main} gets
     * @return the last number that it has said
     */
    public static int after(Class<?> program, int wanted, Duration later, String argument)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        program.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Integer.parseInt(line);
                if (last == wanted) {
                    LockSupport.parkNanos(later.toNanos());
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(last >= wanted, "the process ended by itself after " + last);
        return last;
    }
}
