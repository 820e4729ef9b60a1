package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.evaluation.metric.Captions.caption;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BleuTest {

    private static final double GRAIN = 1e-7;

    @Test
    void precisionsOfOneToFourWordsAreMultiplied() {
        Bleu bleu = Bleu.of(List.of(caption("the cat sat on the mat", "the cat is on the mat")));
        // the cat on the mat: 5 of 6. the-cat on-the the-mat: 3 of 5. on-the-mat: 1 of 4. 0 of 3, with a grain of 1e-15
        assertEquals(5 / 6.0, bleu.one(), GRAIN);
        assertEquals(Math.sqrt(5 / 6.0 * 3 / 5), bleu.two(), GRAIN);
        assertEquals(Math.cbrt(5 / 6.0 * 3 / 5 * 1 / 4), bleu.three(), GRAIN);
        assertEquals(Math.pow(5 / 6.0 * 3 / 5 * 1 / 4 * (1e-15 / 3), 1 / 4.0), bleu.four(), GRAIN);
    }

    @Test
    void aWordCountsAsOftenAsTheReferenceThatHasItMostOften() {
        Bleu bleu =
                Bleu.of(List.of(caption("the the the the", "the dog the cat", "a dog and the cat", "the mat it was")));
        assertEquals(2 / 4.0, bleu.one(), GRAIN);
    }

    @Test
    void matchesAndLengthsAreSummedOverAllCaptionsBeforeTheyAreDivided() {
        Bleu bleu = Bleu.of(List.of(
                caption("a dog", "a dog runs fast", "a dog in it runs about just now"), caption("a b c d", "a b c e")));
        // words: 2 + 3 of 2 + 4; pairs: 1 + 2 of 1 + 3. Lengths: 2 + 4 against 4 + 4
        double brevity = Math.exp(1 - 8 / 6.0);
        assertEquals(brevity * 5 / 6, bleu.one(), GRAIN);
        assertEquals(brevity * Math.sqrt(5 / 6.0 * 3 / 4), bleu.two(), GRAIN);
    }

    @Test
    void ofTwoReferencesEquallyCloseInLengthTheShorterCounts() {
        assertEquals(1, Bleu.of(List.of(caption("a b c", "a b c d", "a b"))).one(), GRAIN, "two words: not too short");
        assertEquals(
                Math.exp(1 - 4 / 3.0),
                Bleu.of(List.of(caption("a b c", "a b c d"))).one(),
                GRAIN,
                "four words: too short");
    }

    @Test
    void aCaptionWithoutWordsIsWorthNothing() {
        Bleu bleu = Bleu.of(List.of(caption("", "a dog")));
        assertEquals(new Bleu(0, 0, 0, 0), bleu);
        assertEquals(new Bleu(0, 0, 0, 0), Bleu.of(List.of(caption("", ""))));
        assertTrue(Bleu.of(List.of(caption("a dog", ""))).one() < 1e-12);
    }

    @Test
    void withoutCaptionsThereIsNoBleu() {
        assertTrue(Double.isNaN(Bleu.of(List.of()).four()));
    }

    @Test
    void aCaptionWithoutReferencesCannotBeMeasured() {
        assertThrows(IllegalArgumentException.class, () -> caption("a dog"));
    }

    @Property(tries = 200)
    void itIsAShareWhateverTheOrder(@ForAll("corpora") List<TokenizedCaption> captions, @ForAll long seed) {
        Bleu bleu = Bleu.of(captions);
        for (double score : new double[] {bleu.one(), bleu.two(), bleu.three(), bleu.four()}) {
            assertTrue(score >= 0 && score <= 1 + 1e-12, () -> "" + score);
        }
        List<TokenizedCaption> shuffled =
                new ArrayList<>(captions.stream().map(Captions::turned).toList());
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(bleu, Bleu.of(shuffled));
    }

    @Property(tries = 100)
    void aReferenceWordForWordIsTheBest(@ForAll("texts") List<String> text, @ForAll("texts") List<String> other) {
        Bleu bleu = Bleu.of(List.of(new TokenizedCaption(text, List.of(other, text))));
        assertEquals(1, bleu.one(), GRAIN);
        assertEquals(1, bleu.four(), GRAIN);
    }

    @Provide
    Arbitrary<List<TokenizedCaption>> corpora() {
        return Captions.captions().list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Captions.texts(4, 10);
    }
}
