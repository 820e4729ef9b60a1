package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Where every run stands in one of two items, every run weighs ln 2, and the weights cancel in the cosines. */
class CiderTest {

    private static final TokenizedCaption OTHER = caption("x", "p q r s");

    @Test
    void aReferenceWordForWordEarnsTenWhereItIsLongEnough() {
        // cosines of runs of one to four words: 1, 1, 1, 1
        assertEquals(10, ciderD("a b c d", "a b c d"), 1e-12);
        // of two words there are no runs of three and four: 1, 1, 0, 0
        assertEquals(10 * 2 / 4.0, ciderD("a b", "a b"), 1e-12);
    }

    @Test
    void whatIsRepeatedCountsOnceInCiderDAndTwiceInCider() {
        // words: candidate (2, 0), reference (1, 1): min(2, 1)·1 / (2·√2) or 2·1 / (2·√2). No pair is common.
        assertEquals(10 / 4.0 * 1 / (2 * Math.sqrt(2)), ciderD("a a", "a b"), 1e-12);
        assertEquals(10 / 4.0 * 2 / (2 * Math.sqrt(2)), cider("a a", "a b"), 1e-12);
    }

    @Test
    void anotherLengthIsDampedInCiderDAlone() {
        // words: 2 / (√3·√2); pairs: 1 / (√2·1), for b-c weighs as much although no reference has it
        double cosines = 2 / Math.sqrt(6) + 1 / Math.sqrt(2);
        assertEquals(10 / 4.0 * cosines, cider("a b c", "a b"), 1e-12);
        assertEquals(10 / 4.0 * cosines * Math.exp(-1 / 72.0), ciderD("a b c", "a b"), 1e-12);
    }

    @Test
    void referencesAreAveraged() {
        TokenizedCaption caption = caption("a b c d", "a b c d", "e f g h");
        assertEquals((10 + 0) / 2.0, new Cider(List.of(caption, OTHER)).ciderD(caption), 1e-12);
    }

    @Test
    void theRarerAWordTheMoreItWeighs() {
        List<TokenizedCaption> captions =
                List.of(caption("a dog", "a dog", "the dog"), caption("x", "a cat", "a cat"), caption("x", "a bird"));
        Cider cider = new Cider(captions);
        // of three items all say a (weight 0), one says dog and one the (ln 3). With "a dog": words 1, pairs 1. With
        // "the dog": words ln3·ln3 / (ln3·√(ln3² + ln3²)), pairs 0
        double log3 = Math.log(3);
        double second = log3 * log3 / (log3 * Math.sqrt(log3 * log3 + log3 * log3));
        assertEquals(10 * ((1 + 1) / 4.0 + second / 4) / 2, cider.ciderD(captions.getFirst()), 1e-12);
        assertEquals(0, cider.ciderD(caption("a", "a")), "what all say says nothing");
    }

    @Test
    void anItemByItselfEarnsNothing() {
        TokenizedCaption only = caption("a b c d", "a b c d");
        assertEquals(0, new Cider(List.of(only)).ciderD(only));
    }

    @Test
    void textsWithoutWordsEarnNothing() {
        assertEquals(0, ciderD("", "a b"));
        assertEquals(0, ciderD("a b", ""));
        assertEquals(0, ciderD("", ""));
        assertEquals(0, cider("", ""));
    }

    @Property(tries = 200)
    void itLiesBetweenZeroAndTenWhateverTheOrder(
            @ForAll("corpora") List<TokenizedCaption> captions, @ForAll long seed) {
        List<TokenizedCaption> shuffled =
                new ArrayList<>(captions.stream().map(Captions::turned).toList());
        Collections.shuffle(shuffled, new Random(seed));
        Cider cider = new Cider(captions);
        Cider again = new Cider(shuffled);
        for (TokenizedCaption caption : captions) {
            double d = cider.ciderD(caption);
            double plain = cider.cider(caption);
            assertTrue(d >= 0 && d <= plain + 1e-9 && plain <= 10 + 1e-9, () -> d + " and " + plain);
            assertEquals(d, again.ciderD(Captions.turned(caption)), 1e-9);
        }
    }

    @Property(tries = 100)
    void nothingIsBetterThanTheReference(@ForAll("corpora") List<TokenizedCaption> captions) {
        Cider cider = new Cider(captions);
        for (TokenizedCaption caption : captions) {
            List<List<String>> one = caption.references().subList(0, 1);
            double best = cider.ciderD(new TokenizedCaption(one.getFirst(), one));
            assertTrue(cider.ciderD(new TokenizedCaption(caption.candidate(), one)) <= best + 1e-9);
        }
    }

    private static double ciderD(String candidate, String reference) {
        TokenizedCaption caption = caption(candidate, reference);
        return new Cider(List.of(caption, OTHER)).ciderD(caption);
    }

    private static double cider(String candidate, String reference) {
        TokenizedCaption caption = caption(candidate, reference);
        return new Cider(List.of(caption, OTHER)).cider(caption);
    }

    @Provide
    Arbitrary<List<TokenizedCaption>> corpora() {
        return Captions.captions().list().ofMinSize(1).ofMaxSize(6);
    }
}
