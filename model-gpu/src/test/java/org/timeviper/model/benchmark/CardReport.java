package org.timeviper.model.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.timeviper.model.tensor.ComputeDevice;

/** What was measured, as it is had: a row of a table for a person, and a line of JSON for a machine. What time is too short for is left out, and told; what fails is told, and the next has its turn. */
final class CardReport {
    private static final double GIBIBYTE = 1L << 30;
    private static final JsonMapper JSON = new JsonMapper();

    private final long began = System.nanoTime();
    private final PrintStream out;
    private final Optional<Path> json;
    private final ComputeDevice device;
    private final double seconds;
    private boolean failed;

    /**
     * A result.
     *
     * @param words for a person
     * @param share of what the device can do, if that says anything
     * @param of what the share is of
     * @param numbers for a machine, by name
     */
    record Result(String words, OptionalDouble share, String of, Map<String, Object> numbers) {
        static Result told(String words, Map<String, Object> numbers) {
            return new Result(words, OptionalDouble.empty(), "", numbers);
        }
    }

    /**
     * @param seconds from now on after which nothing new is begun
     * @param json written over
     */
    CardReport(PrintStream out, Optional<Path> json, ComputeDevice device, double seconds) throws IOException {
        this.out = out;
        this.json = json;
        this.device = device;
        this.seconds = seconds;
        if (json.isPresent()) {
            Files.createDirectories(json.get().toAbsolutePath().getParent());
            Files.writeString(json.get(), "");
        }
        out.println("| what | came to | share of what the device can do | taken of the card, GiB |");
        out.println("| --- | --- | ---: | ---: |");
    }

    /** Whether something could not be measured that there was time for. */
    boolean failed() {
        return failed;
    }

    /**
     * Measures.
     *
     * @param needs seconds that must be left
     * @return whether it was measured
     */
    boolean item(String name, double needs, Callable<Result> work) throws IOException {
        double from = secondsSince(began);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("item", name);
        boolean measured = false;
        if (seconds - from < needs) {
            String why = String.format(
                    Locale.ROOT, "needs some %.0f s, and %.0f s are left", needs, Math.max(0, seconds - from));
            line.put("skipped", why);
            row(name, "left out: " + why, "", OptionalLong.empty());
        } else {
            measured = measure(name, work, line);
        }
        line.put("at_s", rounded(from));
        line.put("spent_s", rounded(secondsSince(began) - from));
        if (json.isPresent()) {
            Files.writeString(json.get(), JSON.writeValueAsString(line) + "\n", StandardOpenOption.APPEND);
        }
        return measured;
    }

    /** A fault of one item, of the engine's native part too, must not take the others with it. */
    private boolean measure(String name, Callable<Result> work, Map<String, Object> line) {
        try {
            Result result = work.call();
            line.putAll(result.numbers());
            result.share().ifPresent(share -> {
                line.put("share", rounded(share));
                line.put("of", result.of());
            });
            OptionalLong taken = device.takenMemory();
            taken.ifPresent(bytes -> line.put("card_gib", rounded(bytes / GIBIBYTE)));
            String share = result.share().isPresent()
                    ? String.format(
                            Locale.ROOT, "%.0f %% of %s", 100 * result.share().getAsDouble(), result.of())
                    : "";
            row(name, result.words(), share, taken);
            return true;
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            failed = true;
            line.put("failed", e.toString());
            row(name, "FAILED: " + e.toString().lines().findFirst().orElse(""), "", OptionalLong.empty());
            return false;
        }
    }

    private void row(String name, String words, String share, OptionalLong taken) {
        String memory = taken.isPresent() ? String.format(Locale.ROOT, "%.1f", taken.getAsLong() / GIBIBYTE) : "";
        out.println(String.join(" | ", "| " + name, words, share, memory + " |"));
        out.flush();
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** To four places, or to four digits where it is small. */
    static double rounded(double value) {
        double unit =
                Math.abs(value) >= 0.1 || value == 0 ? 1e4 : Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
        return Math.round(value * unit) / unit;
    }
}
