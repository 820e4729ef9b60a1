package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.ModelAt;

/** Measures short prompts of the starter for real, each in a process of its own. */
class BenchTransvCommandTest {

    private static final String MODEL = ModelAt.STARTER.toString();

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String... options) {
        return terminal.run(Stream.of("bench", "transv"), Stream.of(options));
    }

    private String out() {
        return terminal.out();
    }

    private String err() {
        return terminal.err();
    }

    @Test
    void everyLengthIsMeasuredAtEveryScheduleOnFramesOfTheFilm() throws IOException {
        Path film = folder.resolve("a film.mp4");
        TestFilm.of(64, 48).write(film, 3);
        String schedules = "none,pdrop:uni_3_0.25,transv:uni_3_0.5-attn_6_0.1";
        assertEquals(
                0,
                run(
                        "--model",
                        MODEL,
                        "--repeats",
                        "1",
                        "--steps",
                        "2",
                        "--film",
                        film.toString(),
                        "--frames",
                        "12,5",
                        "--schedules",
                        schedules,
                        "--json"),
                this::err);
        JsonNode report = new ObjectMapper().readTree(out());
        assertEquals("a film.mp4", report.at("/films/names/0").asText());
        assertEquals(3, report.at("/films/frames").asInt());
        assertEquals(6, report.path("cells").size());
        int tokens = report.path("tokensPerFrame").asInt();
        double[] keeps = {1, 0.25, 0.1};
        for (int i = 0; i < 6; i++) {
            JsonNode cell = report.path("cells").get(i);
            int frames = i < 3 ? 5 : 12;
            assertEquals(frames, cell.path("frames").asInt(), out());
            assertEquals((long) frames * tokens, cell.path("visionTokens").asLong());
            assertEquals(
                    (long) (frames * tokens * keeps[i % 3]),
                    cell.path("keptTokens").asLong(),
                    out());
            for (String time : List.of("vision", "prefill", "prefillProcessor", "mamba", "attention", "mlp")) {
                assertTrue(cell.path(time + "Millis").asDouble() > 0, out());
            }
            assertTrue(cell.path("decodeMillisPerToken").asDouble() > 0, out());
            assertTrue(
                    cell.path("peakBytes").asLong() >= cell.path("loadedBytes").asLong(), out());
            assertTrue(
                    cell.path("loadedBytes").asLong() > 0
                            && cell.path("failure").isMissingNode(),
                    out());
        }
    }

    @Test
    void withoutAFilmTheOnesThatShipAreLookedAt() {
        assertEquals(
                0,
                run(
                        "--model",
                        MODEL,
                        "--repeats",
                        "1",
                        "--steps",
                        "2",
                        "--frames",
                        "4",
                        "--precision",
                        "bf16",
                        "--schedules",
                        "transv:uni_3_0.25"),
                this::err);
        assertTrue(out().contains(", bfloat16 on cpu, "), out());
        assertTrue(out().contains("island.mp4, boat.mp4, snow.mp4, morning.mp4"), out());
        assertTrue(out().lines().anyMatch(line -> line.matches("TransV uni_3_0\\.25 +16( +[0-9.,]+){9}")), out());
    }

    @ParameterizedTest
    @CsvSource({
        "--frames, 0, --frames",
        "--repeats, 0, one prefill",
        "--steps, 0, one decode step",
        "--schedules, uni_3_0.25, transv:uni_3_0.25",
        "--schedules, pdrop:uni_99_0.5, layers 0 to",
        "--device, tpu, '--device: unknown device ''tpu'': use cpu, cuda or cuda:N'",
        "--precision, f64, '--precision: unknown precision ''f64'': use f32 or bf16'"
    })
    void whatCannotBeMeasuredIsRefusedBeforeAnythingIsDecoded(String option, String value, String said) {
        assertEquals(2, run("--model", MODEL, "--film", "/no/such/film.mp4", option, value), this::err);
        assertTrue(err().contains(said) && err().contains("--help"), this::err);
    }

    @Test
    void theDeviceIsTheOneThatIsAskedFor() throws IOException {
        Path film = folder.resolve("a film.mp4");
        TestFilm.of(64, 48).write(film, 1);
        assertEquals(1, run("--model", MODEL, "--film", film.toString(), "--device", "cuda:63"));
        assertTrue(err().contains("there is no device cuda:63 here"), this::err);
    }

    @Test
    void aFolderWithoutAModelIsNamed() {
        assertEquals(1, run("--model", folder.toString()));
        assertTrue(err().contains(folder.toString()), this::err);
    }
}
