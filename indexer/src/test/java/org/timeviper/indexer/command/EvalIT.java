package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.metric.ChatServer;
import org.timeviper.indexer.model.ModelAt;

/** {@code timeviper eval} as a user runs it, with the starter model on a benchmark of two films that ship. */
class EvalIT {

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void layOutABenchmark() throws IOException {
        data = folder.resolve("data");
        List<Path> films = DemoScript.shipped().unpack(folder.resolve("films"));
        Files.createDirectories(data.resolve("videos"));
        Files.copy(films.get(0), data.resolve("videos").resolve("one.mp4"));
        Files.copy(films.get(1), data.resolve("videos").resolve("two.mp4"));
        Files.writeString(data.resolve("videos.json"), """
                {"one": {"duration": 30}, "two": {"duration": 30}, "gone": {"duration": 30}}""");
        Files.writeString(data.resolve("grounding.txt"), """
                one 2 9##a boat
                two 3 7##a boat
                gone 3 7##a boat
                """);
        Files.writeString(data.resolve("choice.json"), """
                [{"video": "one", "question": "What is there?", "candidates": ["a boat", "a house"], "answer": "a boat",
                  "task_type": "thing", "duration": 30}]""");
    }

    private static PackagedApp.Result eval(Path out, String... more) throws Exception {
        return eval(out, Map.of(), more);
    }

    private static PackagedApp.Result eval(Path out, Map<String, String> environment, String... more) throws Exception {
        return PackagedApp.run(
                folder.resolve("none"),
                environment,
                Stream.concat(
                                Stream.of("eval", "rendered-film", "--data", data.toString(), "--out", out.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void partsAreAnsweredOnceAndReportedTogether() throws Exception {
        Path out = folder.resolve("parts");
        PackagedApp.Result first = eval(out, "--shard", "1/2", "--json");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("gone"), first.err());
        assertEquals(3, first.json().path("items").asInt());
        assertEquals(2, first.json().path("answered").asInt());
        PackagedApp.Result second = eval(out, "--shard", "2/2");
        assertEquals(0, second.code(), second.err());
        assertTrue(second.out().contains("3 of 3 items answered"), second.out());
        assertTrue(second.out().contains("mIoU") && second.out().contains("accuracy"), second.out());
        assertTrue(second.out().contains("not to be compared with published ones"), second.out());
        JsonNode summary =
                new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        assertEquals(3, summary.path("answered").asInt());
        assertTrue(Files.readString(out.resolve("report.html")).contains("Temporal grounding"));
        List<String> lines = Files.readAllLines(out.resolve("results-1-of-2.jsonl"));
        PackagedApp.Result again = eval(out, "--shard", "1/2");
        assertEquals(0, again.code(), again.err());
        assertEquals(lines, Files.readAllLines(out.resolve("results-1-of-2.jsonl")), "nothing is asked twice");
        PackagedApp.Result whole = eval(out);
        assertEquals(0, whole.code(), whole.err());
        assertEquals(1, Files.readAllLines(out.resolve("results-1-of-1.jsonl")).size(), "the parts have it all");
    }

    @Test
    void aChangedRunIsRefusedByName() throws Exception {
        Path out = folder.resolve("changed");
        assertEquals(0, eval(out, "--limit", "1").code());
        PackagedApp.Result denser = eval(out, "--fps", "2");
        assertEquals(1, denser.code());
        assertTrue(denser.err().contains("results-1-of-1.jsonl holds answers of another run"), denser.err());
        assertFalse(denser.err().contains("\tat "), denser.err());
        assertFalse(denser.err().contains("should not have happened"), denser.err());
    }

    @Test
    void confidencesAreFittedOnlyToThoseThatAModelHasByItself() throws Exception {
        Path out = folder.resolve("fitted");
        Path file = folder.resolve("confidence.json");
        Path raw = model("raw", config -> config.remove("confidence"));
        PackagedApp.Result fitted =
                eval(out, Map.of("TIMEVIPER_MODEL_DIR", raw.toString()), "--fit-confidence", file.toString());
        assertEquals(0, fitted.code(), fitted.err());
        assertTrue(fitted.err().contains("grounding") && fitted.err().contains("too few for a curve"), fitted.err());
        assertTrue(new ObjectMapper().readTree(file.toFile()).path("confidence").isObject());
        Path calibrated = model(
                "calibrated",
                config -> config.putObject("confidence").putObject("grounding").put("least", 0.5));
        PackagedApp.Result refused =
                eval(out, Map.of("TIMEVIPER_MODEL_DIR", calibrated.toString()), "--fit-confidence", file.toString());
        assertEquals(1, refused.code());
        assertTrue(refused.err().contains("has a section \"confidence\" already"), refused.err());
    }

    /** The starter with another configuration. */
    private static Path model(String name, Consumer<ObjectNode> change) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Path starter = ModelAt.STARTER.toAbsolutePath().normalize();
        for (String file : List.of("model.safetensors", "tokenizer.json")) {
            Files.createSymbolicLink(model.resolve(file), starter.resolve(file));
        }
        ObjectNode config = (ObjectNode)
                new ObjectMapper().readTree(starter.resolve("config.json").toFile());
        change.accept(config);
        Files.writeString(model.resolve("config.json"), config.toString());
        return model;
    }

    @Test
    void aJudgeThatCannotBeAskedLeavesTheReportWithoutItsVerdicts() throws Exception {
        Path vdc = Files.createDirectories(folder.resolve("vdc"));
        Files.createSymbolicLink(
                Files.createDirectories(vdc.resolve("videos")).resolve("one.mp4"), data.resolve("videos/one.mp4"));
        Files.writeString(vdc.resolve("VDC_1k.jsonl"), """
                {"video_id": "one", "short_caption": "A boat.", "background_caption": "A lake.", "main_object_caption": "A boat.",\
                 "camera_caption": "It pans.", "detailed_caption": "A boat on a lake."}""");
        for (String facet : List.of("detailed", "background", "short", "main_object", "camera")) {
            Files.writeString(
                    Files.createDirectories(vdc.resolve("VDCScore_qa")).resolve(facet + ".jsonl"),
                    "{\"one\": [{\"question\": \"What?\", \"answer\": \"a boat\"}]}");
        }
        Path prompts =
                Files.writeString(folder.resolve("prompts.json"), "{\"caption\": {\"detailed\": \"Describe it.\"}}");
        Path out = folder.resolve("judged");
        try (ChatServer judge = new ChatServer(asked -> "never")) {
            judge.order(exchange -> exchange.sendResponseHeaders(401, -1));
            PackagedApp.Result failed = PackagedApp.run(
                    folder.resolve("none"),
                    "eval",
                    "vdc",
                    "--data",
                    vdc.toString(),
                    "--out",
                    out.toString(),
                    "--limit",
                    "1",
                    "--prompts",
                    prompts.toString(),
                    "--judge",
                    judge.settings().address().toString(),
                    "--judge-model",
                    "m");
            assertEquals(1, failed.code(), failed.err());
            assertTrue(failed.err().contains("the judge failed") && failed.err().contains("401"), failed.err());
            assertTrue(failed.out().contains("ROUGE-L"), failed.out());
            assertTrue(failed.out().contains("these numbers are without its verdicts"), failed.out());
        }
        assertTrue(Files.readString(out.resolve("report.html")).contains("without its verdicts"));
        assertTrue(Files.exists(out.resolve("verdicts-1-of-1.jsonl")));
    }

    @Test
    void theBenchmarksAreListed() throws Exception {
        PackagedApp.Result listed = PackagedApp.run(folder.resolve("none"), "eval");
        assertEquals(0, listed.code(), listed.err());
        for (String name : List.of("videomme", "mvbench", "charades-sta", "vdc", "rendered-film")) {
            assertTrue(listed.out().contains(name), listed.out());
        }
    }

    @Test
    void whatIsWrongOnTheCommandLineIsNamed() throws Exception {
        assertWrong("There is no benchmark 'moon'", "eval", "moon", "--data", data.toString());
        assertWrong("--data is missing", "eval", "mvbench");
        assertWrong("part", "eval", "rendered-film", "--data", data.toString(), "--shard", "3/2");
        assertWrong("--judge and --judge-model", "eval", "vdc", "--data", data.toString(), "--judge", "http://x");
        assertWrong("--judge-prompts", "eval", "vdc", "--data", data.toString(), "--judge-prompts", "told.json");
        assertWrong("--limit", "eval", "rendered-film", "--data", data.toString(), "--limit", "0");
    }

    private static void assertWrong(String message, String... arguments) throws Exception {
        PackagedApp.Result result = PackagedApp.run(folder.resolve("none"), arguments);
        assertEquals(2, result.code(), result.err());
        assertTrue(result.err().contains(message), result.err());
    }
}
