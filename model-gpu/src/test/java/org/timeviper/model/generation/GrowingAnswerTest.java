package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.RandomModel;
import org.timeviper.model.text.Tokenizer;

/** Answers whose tokens are bytes. */
class GrowingAnswerTest {
    private static final String BALL = "0 - 5 seconds, a red ball rolls.\n";
    private static final String FIRST_BOX = "5 - 9 seconds, a box falls.\n";
    private static final String BOX = "9 - 12 seconds, a box falls.\n";

    @TempDir
    Path directory;

    private Tokenizer tokenizer;
    private final StringBuilder heard = new StringBuilder();

    @BeforeEach
    void open() throws IOException {
        tokenizer = RandomModel.openTokenizer(directory);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void aLineThatIsSaidOverAndOverIsKeptWholeAndOnce() {
        Generation answer = said(BALL + FIRST_BOX + BOX.repeat(20));
        assertEquals(StopReason.REPETITION, answer.reason());
        assertEquals(BALL + FIRST_BOX + BOX, answer.text());
    }

    @Test
    void severalLinesThatComeRoundAgainAreKeptOnce() {
        String round = "a cat.\n" + "a dog.\n" + "a mouse.\n";
        assertEquals(BALL + round, said(BALL + round.repeat(9)).text());
    }

    @Test
    void aSentenceIsNotCutInItsMiddle() {
        String once = "A ball rolls. A red box falls. A blue box falls.";
        assertEquals(once, said(once + " A blue box falls.".repeat(9)).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A box falls. ", "\n  A box falls.\n  "})
    void blanksBehindALineOrSentenceDoNotMakeItBeSaidTwice(String sentence) {
        assertEquals("So:" + sentence, said("So:" + sentence.repeat(9)).text());
    }

    @Test
    void aNumberIsNotTakenForTheEndOfASentence() {
        assertEquals("at 0.5 and 7.25", said("at 0.5" + " and 7.25".repeat(9)).text());
    }

    @ParameterizedTest
    @CsvSource({"a, a", "no_, no_", "世界, 世界", "🎬, 🎬"})
    void aWordIsKeptOnceInWholeCharacters(String word, String kept) {
        assertEquals(kept, said(word.repeat(40)).text());
    }

    @Test
    void aListWhoseSpansMoveOnIsNoRepetition() {
        StringBuilder list = new StringBuilder();
        IntStream.range(0, 40)
                .forEach(i -> list.append("%d - %d seconds, a ball rolls.\n".formatted(5 * i, 5 * i + 5)));
        Generation answer = said(list.toString());
        assertEquals(StopReason.LENGTH, answer.reason());
        assertEquals(list.toString(), answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no no no", "ha ha ha ha", "10 10 10", "世界 🎬🎬"})
    void aFewWordsTwiceOrThriceMayBeMeant(String words) {
        assertEquals(words, said(words).text());
    }

    @Test
    void confidenceIsThatOfTheTokensThatAreKept() {
        GrowingAnswer answer = new GrowingAnswer(tokenizer, TokenListener.none());
        int[] tokens = tokens("Well: " + "so ".repeat(9));
        for (int i = 0; !answer.repeats(); i++) {
            answer.add(tokens[i], Math.log(i < 8 ? 0.25 : 0.5));
        }
        Generation kept = answer.endOnce();
        assertEquals("Well: so", kept.text());
        assertEquals(8, kept.tokens().size());
        assertEquals(0.25, kept.confidence(), 1e-12);
    }

    @Test
    void aLinesConfidenceIsThatOfItsTokensInWholeCharacters() {
        GrowingAnswer answer = new GrowingAnswer(tokenizer, TokenListener.none());
        for (int token : tokens(BALL)) {
            answer.add(token, Math.log(0.25));
        }
        for (int token : tokens("世界 🎬")) {
            answer.add(token, Math.log(0.5));
        }
        Generation kept = answer.endWith(2, Math.log(0.125));
        assertEquals(0.25, kept.confidence(0, BALL.length() - 1), 1e-12);
        assertEquals(0.5, kept.confidence(BALL.length(), kept.text().length()), 1e-12);
    }

    @Test
    void nothingIsToldOfARepetitionAndTheRestWithoutMuchDelay() {
        GrowingAnswer answer = new GrowingAnswer(tokenizer, heard::append);
        String line = "the quick brown fox jumps";
        for (int token : tokens(line)) {
            answer.add(token, 0);
            assertTrue(answer.length() - heard.length() <= 2, () -> "held back behind '" + heard + "'");
        }
        for (int token : tokens("!".repeat(11))) {
            answer.add(token, 0);
            assertFalse(answer.repeats());
        }
        assertEquals(line + "!", heard.toString());
        answer.add(tokens("?")[0], 0);
        assertEquals(line + "!".repeat(11) + "?", heard.toString());
    }

    /** Feeds an answer until it repeats itself or ends; checks that what was heard, the text and the tokens are one. */
    private Generation said(String text) {
        heard.setLength(0);
        GrowingAnswer answer = new GrowingAnswer(tokenizer, heard::append);
        for (int token : tokens(text)) {
            answer.add(token, -0.5);
            assertTrue(text.startsWith(heard.toString()));
            if (answer.repeats()) {
                return consistent(answer.endOnce());
            }
        }
        return consistent(answer.end(StopReason.LENGTH));
    }

    private Generation consistent(Generation answer) {
        assertEquals(answer.text(), heard.toString());
        assertEquals(answer.text(), tokenizer.decode(answer.tokens()));
        assertEquals(
                answer.text().getBytes(StandardCharsets.UTF_8).length,
                answer.tokens().size());
        assertEquals(Math.exp(-0.5), answer.confidence(), 1e-12);
        return answer;
    }

    private int[] tokens(String text) {
        return Arrays.stream(tokenizer.encode(text)).mapToInt(Math::toIntExact).toArray();
    }
}
