package org.timeviper.model.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.RandomModel;

/** The command as a user runs it, but on tiny models, and every benchmark once instead of for seconds. */
class BenchmarkCommandTest {
    private static final String[] ONCE = {"-f", "0", "-wi", "0", "-i", "1", "-r", "1ms", "-p", "model=STARTER"};
    private static final long MOST_SECONDS = 240;

    @TempDir
    Path folder;

    @Test
    void ofATransformerEveryStageIsMeasuredThatItHas() throws Exception {
        String out = run(RandomModel.transformer(2, "", "no_merge"), ".");
        assertEveryRowHasAShare(out);
        assertEquals(
                4, rows(out, "layerPrefill, attention", "layerPrefill, mlp").count(), out);
        assertEquals(4, rows(out, "layerStep, attention", "layerStep, mlp").count(), out);
        assertTrue(out.lines().noneMatch(line -> line.contains("| layerPrefill, mamba")), out);
        assertTrue(
                out.contains("`./timeviper bench -p layer=ATTENTION -p model=STARTER -p precision=BFLOAT16"
                        + " LayerBenchmark.layerStep Machine`"),
                out);
        assertEquals(
                2,
                rows(
                                out,
                                "`./timeviper bench -p dropping=none -p frames=64 -p precision=FLOAT32 SecondPromptBenchmark`",
                                "`./timeviper bench -p dropping=none -p frames=1024 -p precision=FLOAT32 SecondPromptBenchmark`")
                        .count(),
                "schedules that are not for the model are left out: " + out);
    }

    @Test
    void ofAHybridLayersOfEveryKindAreMeasured() throws Exception {
        String out = run(RandomModel.config("M-*", "", false), "LayerBenchmark", "Machine");
        assertEveryRowHasAShare(out);
        for (String kind : List.of("mamba", "attention", "mlp")) {
            assertEquals(
                    4, rows(out, "layerPrefill, " + kind, "layerStep, " + kind).count(), out);
        }
    }

    private static void assertEveryRowHasAShare(String out) {
        List<List<String>> rows = out.lines()
                .filter(line -> line.endsWith("` |") && line.contains("weights |"))
                .map(line -> Arrays.asList(line.split(" \\| ")))
                .toList();
        assertTrue(rows.size() > 10, out);
        rows.forEach(row -> {
            assertEquals(10, row.size(), row::toString);
            long shares = row.stream().filter(cell -> cell.endsWith(" %")).count();
            assertTrue(row.get(2).equals("nativeCall") ? row.get(3).contains("µs each") : shares > 0, row::toString);
        });
    }

    private static Stream<String> rows(String out, String... texts) {
        return out.lines()
                .filter(line -> line.startsWith("|") && Stream.of(texts).anyMatch(line::contains));
    }

    private String run(ObjectNode config, String... benchmarks) throws IOException, InterruptedException {
        Path model = folder.resolve("small");
        RandomModel.write(model, config, 1);
        List<String> line = Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djmh.ignoreLock=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BenchmarkCommand.class.getName()),
                        Stream.of(ONCE),
                        Stream.of(benchmarks))
                .flatMap(part -> part)
                .toList();
        Path told = folder.resolve("told.txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(told.toFile());
        builder.environment().put("TIMEVIPER_MODEL_DIR", model.toString());
        // on a busy machine, threads of so small kernels wait for each other longer than they work
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), () -> read(told));
            assertEquals(0, process.exitValue(), () -> read(told));
        } finally {
            process.destroyForcibly();
        }
        return read(told);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
