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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
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
        "transformer, f32, 22",
        "small, bf16, 28",
        "odd-sizes, bf16, 18",
        "no-transv, bf16, 28",
        "transformer, bf16, 11"
    })
    void theModelComputesWhatWasRecorded(String recording, String dtype, int quantities) throws Exception {
        int code = parity(recording(recording).toString(), "--dtype", dtype);
        assertEquals(ParityCommand.WITHIN, code, () -> out + "\n" + err);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.getLast().matches("max \\d\\.\\d{3}e-\\d\\d"), lines.getLast());
        assertEquals(quantities, lines.size() - 1);
    }

    /** The starter that ships, held to what its training code computes with it. */
    @ParameterizedTest
    @CsvSource({"f32", "bf16"})
    void theStarterComputesWhatItsTrainingDid(String dtype) throws Exception {
        assertEquals(ParityCommand.WITHIN, parity("starter", "--dtype", dtype), () -> out + "\n" + err);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("plain.step_logits"), out::toString);
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
    void aNumberThatIsNoneInTheRecordingFails() throws Exception {
        Path copy = copy("no-transv");
        change(
                copy.resolve("reference.safetensors"),
                "plain.ssm_state.0",
                bytes -> bytes.putFloat(bytes.position(), Float.NaN));
        assertEquals(ParityCommand.BEYOND, parity(copy.toString(), "--tolerance", "1000"));
        assertTrue(said().contains("plain.ssm_state.0 is off"), this::said);
        assertEquals(
                "max NaN", out.toString(StandardCharsets.UTF_8).lines().toList().getLast());
    }

    /** A layer's D is off by a hundredth in one head: every stream behind the layer shows it, and none before. */
    @Test
    void aSlightlyWrongWeightShowsInEveryStreamBehindItsLayer() throws Exception {
        Path copy = copy("small");
        change(
                copy.resolve("model.safetensors"),
                "llm_backbone.llm.backbone.layers.5.mixer.D",
                bytes -> bytes.putFloat(bytes.position(), 1.01f * bytes.getFloat(bytes.position())));
        assertEquals(ParityCommand.BEYOND, parity(copy.toString()));
        for (String way : List.of("plain", "transv")) {
            for (int layer = 0; layer <= 11; layer++) {
                assertEquals(layer > 5, said().contains(way + ".hidden." + layer + " is off"), way + " " + layer);
            }
            assertTrue(said().contains(way + ".prefill_logits is off"), this::said);
            assertTrue(said().contains(way + ".step_logits is off"), this::said);
        }
        assertTrue(said().contains("pdrop.prefill_logits is off"), this::said);
    }

    @ParameterizedTest
    @CsvSource({
        "vision_features, vision_featurez, f32",
        "vision_features, vision_featurez, bf16",
        "plain.hidden.10, plain.hidden.99, f32",
        "plain.hidden.10, plain.hidden.99, bf16",
        "transv.hidden.0, transv.hiddem.0, f32",
        "pdrop.step_logits, pdrap.step_logits, bf16",
    })
    void nothingThatWasRecordedGoesUncomparedUnnoticed(String name, String unknown, String dtype) throws Exception {
        Path copy = copy("small");
        rename(copy.resolve("reference.safetensors"), name, unknown);
        assertEquals(ParityCommand.BEYOND, parity(copy.toString(), "--dtype", dtype));
        assertTrue(said().contains("does not compute: " + unknown), this::said);
        assertTrue(said().contains("reference.safetensors"), this::said);
    }

    @Test
    void aRecordingOfAnotherModelIsRefusedByFileAndName() throws Exception {
        Path copy = copy("no-transv");
        change(copy.resolve("reference.safetensors"), "input_ids", bytes -> bytes.putLong(bytes.position(), 211));
        assertEquals(ParityCommand.BEYOND, parity(copy.toString()));
        assertTrue(said().contains("reference.safetensors: input_ids holds the id 211"), this::said);
        Files.copy(
                recording("odd-sizes").resolve("reference.safetensors"),
                copy.resolve("reference.safetensors"),
                StandardCopyOption.REPLACE_EXISTING);
        assertEquals(ParityCommand.BEYOND, parity(copy.toString()));
        assertTrue(said().contains("pixel_values has shape [11, 3, 56, 56]"), this::said);
    }

    @Test
    void aRecordingWithoutOutputsPassesNothing() throws Exception {
        Path copy = copy("no-transv");
        long[] ids = {5, -1, 6};
        ByteBuffer values = ByteBuffer.allocate(24 + 4 * 3 * 60 * 60).order(ByteOrder.LITTLE_ENDIAN);
        LongStream.of(ids).forEach(values::putLong);
        byte[] header = """
                {"input_ids":{"dtype":"I64","shape":[3],"data_offsets":[0,24]},
                "pixel_values":{"dtype":"F32","shape":[1,3,60,60],"data_offsets":[24,43224]}}""".getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + header.length + values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header).put(values.rewind());
        Files.write(copy.resolve("reference.safetensors"), file.array());
        assertEquals(ParityCommand.BEYOND, parity(copy.toString()));
        assertTrue(said().contains("nothing to compare"), this::said);
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

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
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

    /** Gives a tensor another name of the same length. */
    private static void rename(Path file, String name, String other) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(
                file,
                content.replaceFirst(Pattern.quote('"' + name + '"'), '"' + other + '"'),
                StandardCharsets.ISO_8859_1);
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
