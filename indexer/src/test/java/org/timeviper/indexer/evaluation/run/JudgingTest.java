package org.timeviper.indexer.evaluation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.timeviper.indexer.evaluation.metric.ChatJudge;
import org.timeviper.indexer.evaluation.metric.ChatServer;
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
        return new Item.Caption(id, footage, Map.of(), "detailed", List.of("A car."), asked, List.of());
    }

    private void answer(String id, String text) {
        answers.put(id, new Answered(id, new Outcome.Said(text, true, 1), 9, 12, 0.5));
    }

    private Map<String, List<ProbeVerdict>> judge(String name) {
        ProbeJudging judging = new ProbeJudging(judge, ProbePrompts.DEFAULT, 1);
        return new Judging(judging, name, folder.resolve("verdicts.jsonl"))
                .verdicts(items, answers, (done, of, what) -> {});
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
    void anotherDescriptionOrAnotherJudgeIsJudgedAnew() {
        judge("judge");
        answer("a", "A blue car.");
        judge("judge");
        assertEquals(6 + 2, server.requests());
        judge("another judge");
        assertEquals(6 + 2 + 6, server.requests());
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
