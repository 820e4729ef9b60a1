package org.timeviper.model.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "small, f32, 47",
        "odd-sizes, f32, 35",
        "no-transv, f32, 29",
        "small, bf16, 28",
        "odd-sizes, bf16, 18",
        "no-transv, bf16, 28"
    })
    void theModelComputesWhatWasRecorded(String recording, String dtype, int quantities) throws Exception {
        int code = parity(recording(recording).toString(), "--dtype", dtype);
        assertEquals(ParityCommand.WITHIN, code, () -> out + "\n" + err);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.getLast().matches("max \\d\\.\\d{3}e-\\d\\d"), lines.getLast());
        assertEquals(quantities, lines.size() - 1);
    }

    @Test
    void aQuantityBeyondTheToleranceFailsAndIsNamed() throws Exception {
        assertEquals(ParityCommand.BEYOND, parity(recording("no-transv").toString(), "--tolerance", "1e-9"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("plain.prefill_logits is off"), err::toString);
    }

    @Test
    void oneWrongIdFailsWhateverTheTolerance() throws Exception {
        Path copy = copy("no-transv");
        change(
                copy.resolve("reference.safetensors"),
                "plain.generated_ids",
                bytes -> bytes.putLong(bytes.position(), 1));
        assertEquals(ParityCommand.BEYOND, parity(copy.toString(), "--tolerance", "1000"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("generated ids differ"), err::toString);
    }

    @Test
    void aWeightThatIsNotANumberFails() throws Exception {
        Path copy = copy("no-transv");
        change(
                copy.resolve("model.safetensors"),
                "llm_backbone.llm.backbone.norm_f.weight",
                bytes -> bytes.putFloat(bytes.position(), Float.NaN));
        assertEquals(ParityCommand.BEYOND, parity(copy.toString()));
    }

    @Test
    void whatCannotBeRunIsSaidWithoutAStackTrace() throws Exception {
        assertEquals(ParityCommand.USAGE, parity());
        assertEquals(ParityCommand.USAGE, parity("a", "b"));
        assertEquals(ParityCommand.USAGE, parity("a", "--tolerance", "few"));
        assertEquals(ParityCommand.USAGE, parity("a", "--dtype", "f8"));
        assertEquals(ParityCommand.USAGE, parity("a", "--dtype"));
        assertEquals(ParityCommand.BEYOND, parity(directory.resolve("nothing").toString()));
        assertEquals(ParityCommand.BEYOND, parity(recording("small").toString(), "--device", "cuda:77"));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("reference.safetensors") && said.contains("cuda:77") && said.contains("usage:"), said);
        assertTrue(!said.contains("\tat "), said);
    }

    private int parity(String... args) {
        return ParityCommand.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Path recording(String name) throws URISyntaxException {
        return Path.of(ParityCommandTest.class.getResource("/reference/" + name).toURI());
    }

    private Path copy(String name) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(recording(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName().toString()));
            }
        }
        return directory;
    }

    private interface Change {
        void to(ByteBuffer bytes);
    }

    /** Changes a tensor's bytes in a safetensors file; the buffer stands at its first. */
    private static void change(Path file, String tensor, Change change) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong(0);
        String json = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
        String entry = json.substring(json.indexOf('"' + tensor + '"'));
        String offsets = entry.substring(entry.indexOf("data_offsets"));
        int start = Integer.parseInt(offsets.substring(offsets.indexOf('[') + 1, offsets.indexOf(','))
                .strip());
        change.to(bytes.position(8 + header + start));
        Files.write(file, bytes.array());
    }
}
