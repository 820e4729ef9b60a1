package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.TimedText;
import org.timeviper.model.task.Span;

class ResultFileTest {

    private static final RunDescription RUN = run(new Sampling(1, 8, 64), "p", 1);
    private static final Answered CHOSEN =
            new Answered("a/1", "0", new Outcome.Chosen(2, "C) \"red\"\nline\u2028", 0.75), 12.5, 16, 0.5);
    private static final Answered GROUNDED =
            new Answered("a/2", "0", new Outcome.Grounded(List.of(new Span(1, 2.5)), "1 to 2.5", 0.5), 12.5, 16, 0.5);
    private static final Answered LISTED = new Answered(
            "a/3",
            "0",
            new Outcome.Listed(List.of(new TimedText(new Span(0, 3), "a man walks")), List.of(0.25), 0.25),
            12.5,
            16,
            0.5);
    private static final Answered SAID = new Answered("a/4", "0", new Outcome.Said("", false, 1), 12.5, 16, 0.5);
    private static final Answered FAILED = new Answered("a/5", "0", new Outcome.Failed("no film"), 0, 0, 0);

    private static RunDescription run(Sampling sampling, String prompts, int answering) {
        return new RunDescription("mvbench", "a model", "0123", sampling, prompts, answering);
    }

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("new").resolve("results.jsonl");
    }

    private void write(Answered... answers) {
        try (ResultFile results = ResultFile.open(file, RUN)) {
            List.of(answers).forEach(results::add);
        }
    }

    @Test
    void whatIsKeptIsReadAsItWas() {
        write(CHOSEN, GROUNDED);
        write(LISTED, SAID, FAILED);
        ResultFile.Content content = ResultFile.read(file).orElseThrow();
        assertEquals(RUN, content.run());
        assertEquals(
                List.of(CHOSEN, GROUNDED, LISTED, SAID, FAILED),
                List.copyOf(content.answered().values()));
    }

    @Test
    void eventsWithoutTheirConfidencesAsEarlierVersionsKeptThemAreRead() throws IOException {
        write(LISTED);
        String now = Files.readString(file);
        Files.writeString(file, now.replace("\"confidences\":[0.25],", ""));
        Outcome.Listed listed = (Outcome.Listed)
                ResultFile.read(file).orElseThrow().answered().get("a/3").outcome();
        assertEquals(((Outcome.Listed) LISTED.outcome()).events(), listed.events());
        assertEquals(List.of(), listed.confidences());
        Files.writeString(file, now.replace("\"confidences\":[0.25],", "\"confidences\":[0.25,0.5],"));
        assertThrows(UnusableResults.class, () -> ResultFile.read(file));
    }

    @Test
    void aRunOfAnEarlierVersionIsAnotherRun() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"benchmark":"mvbench","model":"a model","weights":"0123","sampling":{"fps":1.0,"minFrames":8,"maxFrames":64,"windows":false}}
                {"id":"a/1","outcome":{"kind":"chosen","option":2,"text":"C","confidence":0.75},"footageSeconds":12.5,"frames":16,"seconds":0.5}
                """);
        assertEquals(
                "", ResultFile.read(file).orElseThrow().answered().get("a/1").asked());
        UnusableResults refused = assertThrows(UnusableResults.class, () -> ResultFile.open(file, RUN));
        assertTrue(refused.getMessage().contains("holds answers of another run"), refused.getMessage());
    }

    @Test
    void halfALineOfADeadProcessIsTakenAway() throws IOException {
        write(CHOSEN);
        Files.writeString(file, "{\"id\":\"a/2\",\"outc", StandardOpenOption.APPEND);
        assertEquals(Map.of("a/1", CHOSEN), ResultFile.read(file).orElseThrow().answered());
        write(GROUNDED);
        assertEquals(
                Map.of("a/1", CHOSEN, "a/2", GROUNDED),
                ResultFile.read(file).orElseThrow().answered());
    }

    @Test
    void halfAFirstLineIsBegunAnew() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"benchmark\":");
        assertEquals(Optional.empty(), ResultFile.read(file));
        write(CHOSEN);
        assertEquals(Map.of("a/1", CHOSEN), ResultFile.read(file).orElseThrow().answered());
    }

    @Test
    void aNewerAnswerTakesTheOlderOnesPlace() {
        write(FAILED);
        Answered now = new Answered("a/5", "0", SAID.outcome(), 3, 4, 1);
        try (ResultFile results = ResultFile.open(file, RUN)) {
            results.forgetFailures();
            assertEquals(Map.of(), results.answered());
            results.add(now);
        }
        assertEquals(Map.of("a/5", now), ResultFile.read(file).orElseThrow().answered());
    }

    @Test
    void answersOfAnotherRunAreNotMixedIn() {
        write(CHOSEN);
        for (RunDescription other : List.of(
                run(new Sampling(2, 8, 64), "p", 1),
                run(new Sampling(1, 8, 64), "other prompts", 1),
                run(new Sampling(1, 8, 64), "p", 2))) {
            UnusableResults refused = assertThrows(UnusableResults.class, () -> ResultFile.open(file, other));
            assertTrue(refused.getMessage().contains(file + " holds answers of another run"), refused.getMessage());
        }
        write(GROUNDED); // the refusal has left it closed, unlocked and whole
        assertEquals(2, ResultFile.read(file).orElseThrow().answered().size());
    }

    @Test
    void oneProcessWritesAtATime() {
        try (ResultFile results = ResultFile.open(file, RUN)) {
            results.add(CHOSEN);
            UnusableResults refused = assertThrows(UnusableResults.class, () -> ResultFile.open(file, RUN));
            assertTrue(refused.getMessage().contains("being written by another process"), refused.getMessage());
        }
        write(GROUNDED);
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        write(CHOSEN);
        Files.writeString(file, "{\"id\": \"a/2\"}\nnull\n", StandardOpenOption.APPEND);
        UnusableResults refused = assertThrows(UnusableResults.class, () -> ResultFile.open(file, RUN));
        assertTrue(refused.getMessage().contains("Line 3 of " + file + " is damaged"), refused.getMessage());
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "");
        UnusableResults refused =
                assertThrows(UnusableResults.class, () -> ResultFile.open(blocked.resolve("r.jsonl"), RUN));
        assertTrue(refused.getMessage().contains("Name another folder with --out"), refused.getMessage());
    }
}
