package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.timeviper.model.generation.GeneratedToken;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.StopReason;

class SentenceTest {

    /** Each token of another probability, so that a sentence's chance tells which tokens are its own. */
    @Test
    void aSentenceIsAsLikelyAsItsWords() {
        Generation said = new Generation(
                "A grey scene. It lasts 3.5 s!\nThe camera",
                List.of(
                        token(0.9, 6), // A grey
                        token(0.8, 12), // scene
                        token(0.1, 13), // . where it could have gone on
                        token(0.7, 22), // It lasts
                        token(0.6, 24), // 3.
                        token(0.5, 29), // 5 s!
                        token(0.4, 33), // a line break, and The
                        token(0.3, 40), // camera
                        token(0.2, 40)), // stop
                StopReason.STOP_TOKEN);
        List<Sentence> sentences = Sentence.of(said);
        assertEquals(
                List.of("A grey scene.", "It lasts 3.5 s!", "The camera"),
                sentences.stream().map(Sentence::text).toList());
        assertEquals(0.9 * 0.8, sentences.get(0).chance(), 1e-12);
        assertEquals(0.7 * 0.6 * 0.5, sentences.get(1).chance(), 1e-12);
        assertEquals(0.4 * 0.3, sentences.get(2).chance(), 1e-12);
    }

    @Test
    void whatIsSaidLastIsAsSureAsTheLessSureOfBothAndAloneWhereNothingElseIsSaid() {
        Sentence dog = new Sentence("It shows a dog.", 0.9);
        assertEquals(
                new Description("A dark scene. It shows a dog.", 0.8, false),
                dog.behind(new Description("A dark scene.", 0.8, false)));
        assertEquals(
                new Description("A dark scene. It shows a dog.", 0.9, false),
                dog.behind(new Description("A dark scene.", 1, false)));
        assertEquals(new Description("It shows a dog.", 0.9, false), dog.behind(new Description("", 0, false)));
    }

    @Test
    void noWordsAreNoSentence() {
        assertEquals(List.of(), Sentence.of(new Generation(" \n", List.of(token(0.5, 2)), StopReason.LENGTH)));
    }

    @Property
    void allWordsAreInASentence(@ForAll String text) {
        String words = text + ". A b." + text;
        Generation said = new Generation(words, List.of(token(1, words.length())), StopReason.LENGTH);
        assertEquals(
                words.replaceAll("\\s", ""),
                String.join("", Sentence.of(said).stream().map(Sentence::text).toList())
                        .replaceAll("\\s", ""));
    }

    private static GeneratedToken token(double probability, int textEnd) {
        return new GeneratedToken(7, Math.log(probability), textEnd);
    }
}
