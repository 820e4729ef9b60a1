package org.timeviper.model.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.timeviper.model.tensor.Precision;

/** The model in plain PyTorch, {@code training/eager.py}, in a process of its own that works only when it is asked to. */
final class EagerPyTorch implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long GOODBYE_SECONDS = 10;

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;
    private final String version;

    /**
     * A piece of work done.
     *
     * @param seconds that it took
     * @param result what it came to
     */
    record Done(double seconds, float[] result) {}

    /**
     * Starts it and waits until the model is loaded.
     *
     * @param python the interpreter
     * @param model a directory
     * @param inputs what {@link ModelBenchmark#writeInputs} has written
     * @param threads processor threads that an operator may use
     * @throws IOException if the process does not come up; what it says of that goes to the terminal
     */
    EagerPyTorch(String python, Path model, Path inputs, Precision precision, int threads) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        python,
                        "training/eager.py",
                        model.toString(),
                        inputs.toString(),
                        precision.name(),
                        Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // its threads wait as PyTorch's do, which is the faster where it is alone
        builder.environment().remove("OMP_WAIT_POLICY");
        process = builder.start();
        questions = process.outputWriter();
        answers = process.inputReader();
        try {
            version = answer().path("torch").asText();
        } catch (IOException e) {
            process.destroy();
            throw e;
        }
    }

    /** PyTorch's own version. */
    String version() {
        return version;
    }

    /**
     * Has a piece of work done.
     *
     * @param name as {@code eager.py} calls it
     */
    Done work(String name) {
        try {
            questions.write(name + "\n");
            questions.flush();
            JsonNode answer = answer();
            float[] result = JSON.convertValue(answer.path("result"), float[].class);
            return new Done(answer.path("seconds").asDouble(), result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("training/eager.py ended before it answered: it needs Python with what"
                    + " training/requirements.txt lists");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() throws IOException {
        questions.close();
        try {
            if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
