package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.SafetensorsHeader;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;

/** The model that ships, taken for a published checkpoint. */
class ModelCommandTest {

    private static final String STARTER = ModelAt.STARTER.toString();

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    private int run(String... arguments) {
        return terminal.run(Stream.of("model"), Stream.of(arguments));
    }

    private String out() {
        return terminal.out();
    }

    private String err() {
        return terminal.err();
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out());
    }

    private Path made() {
        return folder.resolve("made");
    }

    private void make() {
        assertEquals(
                0,
                run("assemble", "--timeviper", STARTER, "--shard-size", "4MB", "--out", made().toString()),
                this::err);
    }

    @Test
    void whatIsMadeIsWholeAndComputesWhatWasRecorded() throws IOException {
        make();
        assertTrue(out().contains("TIMEVIPER_MODEL_DIR=" + made()), this::out);
        assertTrue(
                out().lines()
                        .anyMatch(
                                line -> line.matches(
                                        "  +3 × +layers\\.N\\.mixer\\.q_proj\\.weight +BF16 +192 × 192 +found +model.safetensors")),
                this::out);
        assertEquals("", err());
        assertTrue(Files.exists(made().resolve("model.safetensors.index.json")));

        assertEquals(0, run("check", made().toString()), this::err);
        assertTrue(out().contains("Nothing is wrong"), this::out);

        Files.copy(ModelAt.STARTER.resolve("reference.safetensors"), made().resolve("reference.safetensors"));
        assertEquals(0, terminal.run("parity", made().toString()), this::err);
    }

    @Test
    void whatTrainingLeftBesideAModelIsSaidNotToBeLoaded() throws IOException {
        Path trained = Files.createDirectory(folder.resolve("trained"));
        for (String file : List.of("config.json", "tokenizer.json")) {
            Files.copy(ModelAt.STARTER.resolve(file), trained.resolve(file));
        }
        List<TensorInfo> tensors = new ArrayList<>();
        try (Checkpoint starter = Checkpoint.open(ModelAt.STARTER)) {
            starter.names().forEach(name -> tensors.add(starter.info(name)));
        }
        tensors.add(new TensorInfo("optimizer.step", TensorType.I64, List.of(256L)));
        ByteBuffer header = SafetensorsHeader.of(Map.of(), tensors);
        try (FileChannel file = FileChannel.open(
                trained.resolve("model.safetensors"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long values = tensors.stream().mapToLong(TensorInfo::bytes).sum();
            file.write(ByteBuffer.allocate(1), header.remaining() + values - 1);
            file.write(header, 0);
        }
        assertEquals(0, run("check", trained.toString()), this::err);
        assertTrue(out().contains("1 of these tensors, 2.0 kB, are not loaded: training state"), this::out);
        assertEquals(0, run("check", trained.toString(), "--json"), this::err);
        assertEquals(1, json().path("unloaded").asInt());
        assertEquals(2048, json().path("unloadedBytes").asInt());
        assertEquals(0, run("check", STARTER), this::err);
        assertFalse(out().contains("not loaded"), this::out);
    }

    @Test
    void everyTensorIsInTheJsonAndADryRunWritesNothing() throws IOException {
        assertEquals(
                0,
                run("assemble", "--timeviper", STARTER, "--out", made().toString(), "--dry-run", "--json"),
                this::err);
        JsonNode report = json();
        assertEquals(report.at("/parts/0/held").asInt(), report.path("tensors").size());
        for (JsonNode tensor : report.path("tensors")) {
            assertEquals("FOUND", tensor.path("status").asText());
            assertTrue(tensor.path("file").asText().endsWith("model.safetensors"), tensor::toString);
            assertFalse(
                    tensor.path("type").asText().isEmpty()
                            || !tensor.path("shape").isArray(),
                    tensor::toString);
        }
        assertEquals(0, report.path("faults").size());
        assertFalse(Files.exists(made()));
    }

    @Test
    void whatIsMissingIsNamedInAReportAndNothingIsMade() {
        assertEquals(
                1,
                run(
                        "assemble",
                        "--timeviper",
                        STARTER,
                        "--schedule",
                        "uni_3_0.5-uni_5_0.25",
                        "--out",
                        made().toString()));
        assertTrue(err().contains("missing llm_backbone.llm.backbone.merge_modules.1.q_proj.weight"), this::err);
        assertTrue(err().contains("misshapen llm_backbone.llm.backbone.alpha: has shape [1], expected [2]"), this::err);
        assertTrue(err().contains(STARTER) && err().contains("was not made"), this::err);
        assertTrue(
                out().lines().anyMatch(line -> line.matches(".*merge_modules\\.1\\.q_proj\\.weight .*missing.*")),
                this::out);
        assertFalse(Files.exists(made()));
    }

    @Test
    void aFaultOfAFolderIsNamedAndIsAFailure() throws IOException {
        make();
        Path shard = made().resolve("model-00002-of-00003.safetensors");
        try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 5);
        }
        assertEquals(1, run("check", made().toString()));
        assertTrue(err().contains(shard.toString()) && err().contains("truncated"), this::err);
        assertEquals(1, run("check", made().toString(), "--json"));
        assertTrue(json().at("/faults/0").asText().contains("truncated"), this::out);
        assertEquals(1, run("info", made().toString()));
        assertTrue(err().contains("truncated"), this::err);
    }

    @Test
    void howLongAFilmFitsIsToldWithItsTerms() throws IOException {
        assertEquals(0, run("info", STARTER, "--memory", "4GB", "--json"), this::err);
        JsonNode info = json();
        long parameters = 0;
        for (JsonNode part : info.at("/model/parts")) {
            parameters += part.path("parameters").asLong();
        }
        assertEquals(parameters, info.path("parameters").asLong());
        assertEquals(4_000_000_000L, info.path("memoryBytes").asLong());
        for (JsonNode video : info.path("videos")) {
            double fixed = sum(video.path("fixed"));
            double perFrame = sum(video.path("perFrame"));
            assertEquals(fixed, video.path("fixedBytes").asDouble(), 1);
            assertEquals((4e9 - fixed) / perFrame, video.path("frames").asDouble(), 4, video::toString);
            assertEquals(video.path("frames"), video.path("seconds"));
        }
        List<String> ways = info.path("videos").findValuesAsText("dropping");
        assertEquals(List.of("TransV uni_3_0.25", "no dropping", "TransV uni_3_0.25", "no dropping"), ways);

        assertEquals(0, run("info", STARTER, "--memory", "1GB"), this::err);
        assertTrue(out().lines().anyMatch(line -> line.matches("bfloat16 +no dropping +none .*")), this::out);
        assertTrue(out().contains("TransV's keys and values"), this::out);
    }

    private static double sum(JsonNode terms) {
        double sum = 0;
        for (JsonNode term : terms) {
            sum += term.path("bytes").asDouble();
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "--memory, much, 80GB",
        "--reserve, -1GB, 80GB",
    })
    void anAmountThatIsNoneIsNamed(String option, String value, String said) {
        assertEquals(1, run("info", STARTER, option + "=" + value));
        assertTrue(err().contains(value) && err().contains(said), this::err);
    }

    @Test
    void aPresetThatIsNoneIsAnsweredWithThoseThatThereAre() {
        assertEquals(
                1, run("assemble", "--timeviper", STARTER, "--preset", "timeviper-7b", "--out", made().toString()));
        assertTrue(err().contains("timeviper-7b") && err().contains("timeviper-9b-transv"), this::err);
    }

    @ParameterizedTest
    @CsvSource({
        "80GB, 80000000000, 80.0 GB",
        "79.6GiB, 85469849190, 85.5 GB",
        "500M, 500000000, 500 MB",
        "1023, 1023, 1.0 kB",
        "12, 12, 12 bytes"
    })
    void amountsAreReadAndToldAsPeopleWriteThem(String text, long bytes, String words) {
        assertEquals(bytes, ByteSize.parse(text));
        assertEquals(words, ByteSize.words(bytes));
    }
}
