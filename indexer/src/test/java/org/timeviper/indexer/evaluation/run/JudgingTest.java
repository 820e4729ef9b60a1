package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.Footage;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.metric.ChatJudge;
import org.timeviper.indexer.evaluation.metric.ChatServer;
import org.timeviper.indexer.evaluation.metric.ChoiceJudging;
import org.timeviper.indexer.evaluation.metric.JudgeFailure;
import org.timeviper.indexer.evaluation.metric.ProbeJudging;
import org.timeviper.indexer.evaluation.metric.ProbePrompts;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;

/** Judging over a real connection; what the judge says is not the matter here. */
@Timeout(60)
class JudgingTest {

    private static final String VERDICT = "{'pred': 'yes', 'score': 4}";

    @TempDir
    Path folder;

    private final ChatServer server = new ChatServer(asked -> VERDICT);
    private final ChatJudge judge = new ChatJudge(server.settings());
    private final Map<String, Answered> answers = new HashMap<>();
    private List<Item> items;

    @BeforeEach
    void describeTwoFilms() {
        items = List.of(caption("a", 1), caption("b", 2), caption("without probes", 0), caption("unanswered", 1));
        answer("a", "A red car.");
        answer("b", "A dog.");
        answer("without probes", "A dog.");
    }

    @AfterEach
    void close() {
        judge.close();
        server.close();
    }

    private static Item caption(String id, int probes) {
        Footage footage = new Footage(Path.of(id), Optional.empty());
        List<Item.Probe> asked = List.of(new Item.Probe("What?", "a car"), new Item.Probe("Where?", "here"))
                .subList(0, probes);
        return new Item.Caption(id, footage, ItemGroups.NONE, "detailed", List.of("A car."), asked, List.of());
    }

    private void answer(String id, String text) {
        answers.put(id, new Answered(id, "", new Outcome.Said(text, true, 1), 9, 12, 0.5));
    }

    private Map<String, List<ProbeVerdict>> judge(String name) {
        return judge(name, ProbePrompts.DEFAULT, Shard.WHOLE, items);
    }

    private Map<String, List<ProbeVerdict>> judge(String name, ProbePrompts told, Shard part, List<Item> own) {
        RunDescription run = new RunDescription("vdc", "m", "0", new Sampling(1, 1, 64), "0", 1);
        Judging judging = new Judging(
                new ProbeJudging(judge, told, 1),
                new ChoiceJudging(judge, told),
                name,
                told,
                new AnswerFolder(folder, run));
        judging.judge(part, own, answers, (done, of, what) -> {});
        return judging.verdicts(items, answers);
    }

    @Test
    void descriptionsWithProbesAreJudgedOnce() {
        Map<String, List<ProbeVerdict>> first = judge("judge");
        assertEquals(Set.of("a", "b"), first.keySet());
        assertEquals(
                List.of(1, 2), List.of(first.get("a").size(), first.get("b").size()));
        assertEquals(4, first.get("a").getFirst().agreement().orElseThrow().score());
        assertEquals(6, server.requests(), "two for each probe");
        assertEquals(first, judge("judge"));
        assertEquals(6, server.requests());
    }

    @Test
    void captionsOfWhichOneQuestionIsAskedAreJudgedByOneChoiceEach() {
        Footage footage = new Footage(Path.of("a"), Optional.empty());
        Item.Probe probe = new Item.Probe("What?\nA. a dog\nB. a car", "B. a car");
        items = List.of(new Item.Instructed("a", footage, ItemGroups.NONE, "Say what it is.", probe), caption("b", 1));
        Map<String, List<ProbeVerdict>> first = judge("judge");
        assertEquals(
                List.of(probe), first.get("a").stream().map(ProbeVerdict::probe).toList());
        assertEquals(1 + 2, server.requests());
        ProbePrompts usual = ProbePrompts.DEFAULT;
        ProbePrompts told = new ProbePrompts(
                usual.answeringRole(),
                usual.answeringTask(),
                usual.comparingRole(),
                usual.comparingTask(),
                "Choose.",
                usual.choosingTask());
        assertEquals(first, judge("judge", told, Shard.WHOLE, items));
        assertEquals(1 + 2 + 1, server.requests(), "only the one that is told otherwise is judged anew");
    }

    @Test
    void anotherDescriptionOrAnotherJudgeIsJudgedAnew() {
        judge("judge");
        answer("a", "A blue car.");
        judge("judge");
        assertEquals(6 + 2, server.requests());
        judge("another judge");
        assertEquals(6 + 2 + 6, server.requests());
    }

    @Test
    void aJudgeThatIsToldOtherwiseOrAskedOtherwiseJudgesAnew() {
        judge("judge");
        ProbePrompts usual = ProbePrompts.DEFAULT;
        ProbePrompts told =
                new ProbePrompts("Answer.", usual.answeringTask(), usual.comparingRole(), usual.comparingTask());
        judge("judge", told, Shard.WHOLE, items);
        assertEquals(6 + 6, server.requests());
        items = List.of(caption("a", 2), caption("b", 2));
        judge("judge", told, Shard.WHOLE, items);
        assertEquals(6 + 6 + 4, server.requests(), "the first has another probe now");
    }

    @Test
    void partsAreJudgedEachIntoItsOwnFileAndReadTogether() {
        Shard first = new Shard(1, 2);
        Shard second = new Shard(2, 2);
        Path held = new AnswerFolder(folder, null).verdicts(first);
        JsonLines other = JsonLines.open(held);
        assertEquals(
                Set.of("b"),
                judge("judge", ProbePrompts.DEFAULT, second, second.part(items)).keySet(),
                "while another process judges the first part");
        other.close();
        assertEquals(
                Set.of("a", "b"),
                judge("judge", ProbePrompts.DEFAULT, first, first.part(items)).keySet());
        assertEquals(6, server.requests(), "each is judged once");
        assertEquals(Set.of("a", "b"), judge("judge").keySet());
        assertEquals(6, server.requests(), "also when it is cut into parts anew");
    }

    @Test
    void whatAJudgeIsToldIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("told.json"), """
                {"answering_role": "a", "answering_task": "{description} {question}", "comparing_role": "c",
                 "comparing_task": "{question} {answer} {response}"}""");
        assertEquals(
                new ProbePrompts("a", "{description} {question}", "c", "{question} {answer} {response}"),
                JudgePrompts.read(file));
        Path more = Files.writeString(
                folder.resolve("more.json"),
                Files.readString(file).replace("{\"answering", "{\"choosing_role\": \"d\", \"answering"));
        assertEquals("d", JudgePrompts.read(more).choosingRole());
        String whole = Files.readString(file);
        Map.of(
                        "{answer} ", "'comparing_task' must hold {answer}",
                        "\"answering_role\": \"a\",", "lacks the text 'answering_role'",
                        "}\",", "does not hold what a judge is told")
                .forEach((left, message) -> {
                    IllegalArgumentException refused = assertThrows(
                            IllegalArgumentException.class,
                            () -> JudgePrompts.read(Files.writeString(file, whole.replace(left, ""))));
                    assertTrue(
                            refused.getMessage().startsWith(file.toString())
                                    && refused.getMessage().contains(message),
                            refused.getMessage());
                });
    }

    @Test
    void whatWasJudgedBeforeTheJudgeFailedIsKept() {
        ChatServer.Trouble none = exchange -> exchange.sendResponseHeaders(401, -1);
        items = items.subList(0, 1);
        judge("judge");
        items = List.of(caption("a", 1), caption("b", 2));
        server.order(none);
        JudgeFailure failed = assertThrows(JudgeFailure.class, () -> judge("judge"));
        assertTrue(failed.getMessage().contains("401"), failed.getMessage());
        int asked = server.requests();
        assertEquals(2, judge("judge").size());
        assertTrue(server.requests() > asked);
    }
}
