package org.timeviper.indexer.benchmark.transv;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.timeviper.indexer.process.OwnProgram;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.cost.PrefillResult;

/**
 * Runs one measurement in a process of its own, {@link PrefillMain}. Lines that are no answer are passed over: a native library may write
 * there too.
 */
final class PrefillProcess {

    private static final String DONE = "done ";
    private static final String REFUSED = "refused ";

    private PrefillProcess() {}

    /** A process that ended without an answer: at this length of film, mostly because the system had no memory left for it. */
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1;

        Ended(String message) {
            super(message);
        }
    }

    /**
     * @throws Ended when the process ended without an answer
     * @throws ModelException when the model cannot do what the task asks for
     */
    static PrefillResult run(PrefillTask task) throws Ended {
        Path complaints = null;
        try {
            complaints = Files.createTempFile("timeviper-prefill", ".log");
            Process process = new ProcessBuilder(commandLine(task))
                    .redirectError(complaints.toFile())
                    .start();
            process.getOutputStream().close();
            return answer(process, complaints);
        } catch (IOException e) {
            throw new UncheckedIOException("The measuring process failed: " + e.getMessage(), e);
        } finally {
            delete(complaints);
        }
    }

    /** The serial collector, and a heap that begins small, keep the JVM's own share of the memory small and alike: pictures that are done with would fill it. */
    private static List<String> commandLine(PrefillTask task) {
        List<String> line = new ArrayList<>(List.of(
                OwnProgram.java().toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmn64m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-cp",
                OwnProgram.classPath(jar -> true),
                PrefillMain.class.getName()));
        line.addAll(task.arguments());
        return line;
    }

    private static PrefillResult answer(Process process, Path complaints) throws IOException, Ended {
        String answer = "";
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer = line.startsWith(DONE) || line.startsWith(REFUSED) ? line : answer;
            }
            int code = process.waitFor();
            if (answer.startsWith(REFUSED)) {
                throw new ModelException(answer.substring(REFUSED.length()));
            }
            if (answer.isEmpty()) {
                throw new Ended("ended with code " + code + lastComplaint(complaints));
            }
            return new ObjectMapper().readValue(answer.substring(DONE.length()), PrefillResult.class);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The measurement was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastComplaint(Path complaints) throws IOException {
        try (Stream<String> lines = Files.lines(complaints, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("WARNING") && !line.startsWith("\tat "))
                    .reduce((first, second) -> second)
                    .map(line -> ": " + line.strip())
                    .orElse("");
        }
    }

    private static void delete(Path file) throws UncheckedIOException {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " cannot be deleted", e);
        }
    }
}
