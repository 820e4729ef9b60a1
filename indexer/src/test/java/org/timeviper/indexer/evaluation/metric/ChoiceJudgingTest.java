package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict.Agreement;

/** Captions judged over a real connection by a mind that chooses the option whose words stand in the caption. */
@Timeout(30)
class ChoiceJudgingTest {

    private static final Item.Probe PROBE =
            new Item.Probe("What does the man do?\nA. dribble\nB. dunk\nC. pass", "B. dunk");

    private final ChatServer server = new ChatServer(ChoiceJudgingTest::think);
    private final ChatJudge judge = new ChatJudge(server.settings());
    private final ChoiceJudging judging = new ChoiceJudging(judge, ProbePrompts.DEFAULT);

    @AfterEach
    void close() {
        judge.close();
        server.close();
    }

    private static String think(ChatServer.Asked asked) {
        String caption = asked.task().lines().findFirst().orElseThrow();
        return Pattern.compile("(?m)^([A-C]\\. (\\w+))$")
                .matcher(asked.task())
                .results()
                .filter((MatchResult option) -> caption.contains(option.group(2)))
                .map(option -> "Reasoning: it says so.\nAnswer: " + option.group(1))
                .findFirst()
                .orElse("Reasoning: it does not say.\nAnswer: none of the options");
    }

    @Test
    void theJudgeChoosesFromTheCaptionAlone() {
        ProbeVerdict right = judging.verdict("A man can dunk.", PROBE);
        assertEquals(Optional.of(new Agreement(true, 5)), right.agreement());
        assertTrue(right.response().contains("it says so"), right.response());
        assertEquals(
                Optional.of(new Agreement(false, 0)),
                judging.verdict("A man can dribble.", PROBE).agreement());
        assertEquals(
                Optional.of(new Agreement(false, 0)),
                judging.verdict("A man.", PROBE).agreement());
        assertEquals(
                3,
                server.asked().stream().map(ChatServer.Asked::task).distinct().count(),
                "once for each caption");
        server.asked()
                .forEach(asked -> assertFalse(
                        (asked.role() + asked.task().replace(PROBE.question(), "")).contains("B. dunk"),
                        "the right answer is not shown"));
    }

    @Test
    void aCaptionWithoutTextTellsNothingAndTheJudgeIsNotAsked() {
        assertEquals(ProbeVerdict.unanswered(PROBE), judging.verdict(" \n", PROBE));
        assertEquals(0, server.requests());
    }

    @Test
    void aJudgeThatFailsFailsTheCaption() {
        server.order(ChatServer.error(400, "context length exceeded", "context_length_exceeded"));
        assertThrows(JudgeFailure.class, () -> judging.verdict("A man can dunk.", PROBE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reasoning: as A. or C.\\nAnswer: B. dunk | B",
                "Answer: (C) pass | C",
                "**Answer:** B | B",
                "B. dunk | B",
                "A | A",
                "Answer: A. dribble\\nWait.\\nAnswer: B. dunk | B"
            })
    void theChosenOptionIsReadWhateverStandsAroundIt(String words, String letter) {
        assertEquals(Optional.of(letter), ChoiceJudging.chosen(words.replace("\\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Answer: none of the options",
                "Answer: A. dribble or B. dunk",
                "Answer: A man dunks",
                "None of the choices are correct",
                "Answer:"
            })
    void noneAndSeveralAreNoChoice(String words) {
        assertEquals(Optional.empty(), ChoiceJudging.chosen(words));
    }
}
