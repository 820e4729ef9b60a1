package org.timeviper.model.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.FullSize;
import org.timeviper.model.RandomModel;

/** The command as it is run on a card, but on the processor, with a few thousand weights. */
class CardCommandTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] SMALL = {
        "--device", "cpu", "--shape", "tiny", "--starter", "src/test/resources/reference/odd-sizes", "--film", "4"
    };

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    /** Of 100 million frames nothing is begun. */
    @Test
    void whatThereIsTimeForIsMeasuredAndToldToAPersonAndToAMachine() throws IOException {
        Path weights = folder.resolve("weights");
        int code = run(
                "--frames", "4,2,100000000", "--answers", "1,2", "--seconds", "600", "--weights", weights.toString());
        assertEquals(CardCommand.MEASURED, code, this::said);
        List<JsonNode> lines = lines();
        assertEquals(
                List.of(
                        "the device",
                        "parity of the starter, float32",
                        "parity of the starter, bfloat16",
                        "weights of shape tiny",
                        "load",
                        "prefill, 2 frames, dropping as the model does",
                        "prefill, 2 frames, no dropping",
                        "prefill, 4 frames, dropping as the model does",
                        "prefill, 4 frames, no dropping",
                        "decode, 1 at a time, behind 4 frames",
                        "decode, 2 at a time, behind 4 frames",
                        "vision",
                        "film of 4 s, a frame a second",
                        "layers of a prefill, 4 frames",
                        "prefill, 100,000,000 frames, dropping as the model does",
                        "prefill, 100,000,000 frames, no dropping"),
                lines.stream().map(line -> line.path("item").asText()).toList());
        for (JsonNode line : lines) {
            String item = line.path("item").asText();
            assertTrue(said().contains("| " + item + " | "), item);
            boolean leftOut = item.contains("100,000,000");
            assertEquals(leftOut, line.path("skipped").asText().endsWith(" s are left"), line::toString);
            boolean shared = item.startsWith("prefill") || item.startsWith("decode") || item.equals("vision");
            assertEquals(shared && !leftOut, line.path("share").asDouble() > 0, line::toString);
            assertTrue(line.path("share").asDouble() < 1, line::toString);
        }
        assertTrue(lines.get(1).path("max").asDouble() < 2e-4, said());
        assertTrue(lines.get(11).path("transformer_frames_s").asDouble() > 0, said());
        assertTrue(lines.get(13).path("mamba_ms").asDouble() > 0, said());
        assertTrue(said().contains("left out: needs some "), this::said);
        assertServesTheNextTime(weights);
    }

    private static void assertServesTheNextTime(Path weights) throws IOException {
        Path drawn = weights.resolve("model-00001-of-00004.safetensors");
        Files.setLastModifiedTime(drawn, FileTime.fromMillis(1));
        FullSize.draw(weights, CardOptions.Shape.TINY.config());
        assertEquals(FileTime.fromMillis(1), Files.getLastModifiedTime(drawn));
        String other = RandomModel.config("M-*", "", false).toString();
        FullSize.draw(weights, other.getBytes(StandardCharsets.UTF_8));
        assertNotEquals(FileTime.fromMillis(1), Files.getLastModifiedTime(drawn));
    }

    @Test
    void whatFailsIsToldAndFailsTheCommand() throws IOException {
        assertEquals(
                CardCommand.FAILED,
                run("--starter", folder.toString(), "--model", folder.toString(), "--seconds", "600"));
        assertTrue(said().contains("| parity of the starter, float32 | FAILED: "), this::said);
        assertTrue(said().contains("| load | FAILED: "), this::said);
        assertTrue(lines().getLast().path("failed").asText().contains("config.json"), this::said);
    }

    @Test
    void whatCannotBeReadIsRefusedWithWhatToDo() throws IOException {
        assertEquals(CardCommand.USAGE, run("--shape", "70b"));
        assertEquals(CardCommand.USAGE, run("--frames", "2,few"));
        assertEquals(CardCommand.USAGE, run("--seconds"));
        String refused = err.toString(StandardCharsets.UTF_8);
        assertTrue(refused.contains("use 9b or tiny"), refused);
        assertTrue(refused.contains("--frames needs whole numbers above 0, not 'few'"), refused);
        assertTrue(refused.contains("--seconds needs a value"), refused);
    }

    private int run(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(SMALL));
        arguments.addAll(List.of("--json", folder.resolve("results/card.jsonl").toString()));
        arguments.addAll(List.of(more));
        return CardCommand.run(
                arguments.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("results/card.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
