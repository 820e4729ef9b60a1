package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict.Agreement;

@Timeout(30)
class ProbeJudgingTest {

    private static final List<Item.Probe> PROBES = List.of(
            new Item.Probe("What colour is the car?", "red"), new Item.Probe("What colour is the dog?", "black"));

    private final ChatServer server = new ChatServer(ProbeJudgingTest::think);
    private final ChatJudge judge = new ChatJudge(server.settings());
    private final ProbeJudging judging = new ProbeJudging(judge, ProbePrompts.DEFAULT, 4);

    @AfterEach
    void close() {
        judge.close();
        server.close();
    }

    /** A mind as small as its task: it finds the colour of a thing in a description, and compares answers letter for letter. */
    private static String think(ChatServer.Asked asked) {
        Optional<String> right = part(asked.task(), "Right answer: (.*)");
        if (right.isPresent()) {
            boolean same = right.equals(part(asked.task(), "Response: (.*)"));
            return "```python\n{'pred': '" + (same ? "yes" : "no") + "', 'score': " + (same ? 5 : 1) + "}\n```";
        }
        ponder();
        String thing =
                part(asked.task(), "Question: What colour is the (\\w+)\\?").orElse("thing");
        return part(asked.task(), "Description of the video: .*?(\\w+) " + thing)
                .orElse("not described");
    }

    /** Long enough for others to come meanwhile. */
    private static void ponder() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> part(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().findFirst().map((MatchResult found) -> found.group(1));
    }

    @Test
    void theJudgeAnswersFromTheCaptionAndComparesWithTheRightAnswer() {
        List<ProbeVerdict> verdicts = judging.verdicts("A red car passes a white dog.", PROBES);
        assertEquals(
                List.of(
                        new ProbeVerdict(PROBES.get(0), "red", Optional.of(new Agreement(true, 5))),
                        new ProbeVerdict(PROBES.get(1), "white", Optional.of(new Agreement(false, 1)))),
                verdicts);
        assertEquals(4, server.requests());
        VdcScores scores = VdcScores.of(List.of(verdicts));
        assertEquals(new VdcScores(new Mean(1, 1 / 2.0), new Mean(1, (5 + 1) / 2.0), 0), scores);
    }

    @Test
    void theAnsweringJudgeDoesNotSeeTheRightAnswer() {
        judging.verdicts("A red car passes a white dog.", PROBES);
        server.asked().stream()
                .filter(asked -> asked.task().startsWith("Description"))
                .forEach(asked -> assertFalse((asked.role() + asked.task()).contains("black")));
    }

    @Test
    void verdictsStandInTheOrderOfTheProbesAndAreAskedSeveralAtATime() {
        List<Item.Probe> many = IntStream.range(0, 40)
                .mapToObj(i -> new Item.Probe("What colour is the thing" + i + "?", "c" + i))
                .toList();
        String caption =
                IntStream.range(0, 40).mapToObj(i -> "c" + i + " thing" + i).reduce("", (a, b) -> a + " " + b);
        List<ProbeVerdict> verdicts = judging.verdicts(caption, many);
        assertEquals(many, verdicts.stream().map(ProbeVerdict::probe).toList());
        assertTrue(server.mostTogether() > 1 && server.mostTogether() <= 4, () -> "at once: " + server.mostTogether());
    }

    @Test
    void aCaptionWithoutTextAnswersNothingAndTheJudgeIsNotAsked() {
        assertEquals(
                List.of(
                        new ProbeVerdict(PROBES.get(0), "", Optional.of(new Agreement(false, 0))),
                        new ProbeVerdict(PROBES.get(1), "", Optional.of(new Agreement(false, 0)))),
                judging.verdicts(" \n", PROBES));
        assertEquals(0, server.requests());
    }

    @Test
    void aJudgeThatFailsFailsTheCaption() {
        server.order(ChatServer.error(400, "context length exceeded", "context_length_exceeded"));
        String message = assertThrows(JudgeFailure.class, () -> judging.verdicts("A red car.", PROBES))
                .getMessage();
        assertTrue(message.contains("context length exceeded"), message);
    }

    @Test
    void withoutProbesThereAreNoVerdicts() {
        assertEquals(List.of(), judging.verdicts("A red car.", List.of()));
    }

    @Test
    void aPlaceInACaptionIsNotFilledIn() {
        assertEquals(
                "{answer} $1 \\ is said; of what? {unknown}",
                ProbePrompts.filled(
                        "{description} is said; {question} {unknown}",
                        Map.of("description", "{answer} $1 \\", "question", "of what?", "answer", "secret")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'pred': 'yes', 'score': 4.8} | true | 4.8",
                "{\"pred\": \"no\", \"score\": 0} | false | 0",
                "Sure! {'Pred': 'Yes', 'score': '5'} because they match | true | 5",
                "{'score': 3, 'pred': 'no'} | false | 3",
            })
    void aVerdictIsReadWhateverStandsAroundIt(String words, boolean matches, double score) {
        assertEquals(Optional.of(new Agreement(matches, score)), Agreement.read(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yes",
                "{'pred': 'yes'}",
                "{'score': 4}",
                "{'pred': 'maybe', 'score': 3}",
                "{'pred': 'yes', 'score': 6}",
                "{'pred': 'yes', 'score': 50}",
                "{'pred': 'yes', 'score': -1}",
                "{'pred': 'yes', 'score': NaN}",
                "{'pred': 'yes', 'score': 4000}",
                "{'pred': 'nothing', 'score': 4}"
            })
    void whatIsNoVerdictIsNotTakenForOne(String words) {
        assertEquals(Optional.empty(), Agreement.read(words));
    }

    @Test
    void scoresAreMeansOfCaptionsAndVerdictsThatCannotBeReadAreLeftOut() {
        VdcScores scores = VdcScores.of(List.of(
                List.of(verdict(true, 5), verdict(true, 4), verdict(false, 0), unread()), // 2/3 and 9/3
                List.of(verdict(false, 0)), // 0 and 0: not left out
                List.of(unread()), // nothing to be said
                List.of())); // no probes
        assertEquals(2, scores.accuracy().count());
        assertEquals((2 / 3.0 + 0) / 2, scores.accuracy().value(), 1e-12);
        assertEquals((9 / 3.0 + 0) / 2, scores.score().value(), 1e-12);
        assertEquals(2, scores.unread());
    }

    @Test
    void withoutCaptionsNothingIsSaid() {
        assertEquals(new VdcScores(Mean.of(), Mean.of(), 0), VdcScores.of(List.of()));
    }

    private static ProbeVerdict verdict(boolean matches, double score) {
        return new ProbeVerdict(PROBES.getFirst(), "x", Optional.of(new Agreement(matches, score)));
    }

    private static ProbeVerdict unread() {
        return new ProbeVerdict(PROBES.getFirst(), "x", Optional.empty());
    }
}
