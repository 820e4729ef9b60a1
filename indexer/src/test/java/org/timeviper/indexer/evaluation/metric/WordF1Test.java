package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.evaluation.metric.Captions.caption;
import static org.timeviper.indexer.evaluation.metric.Captions.words;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WordF1Test {

    @Test
    void wordsAreComparedWithoutEndingsAndWithoutFunctionWords() {
        // dog run street against dog run park: 2 of 3 and 2 of 3
        assertEquals(2 / 3.0, between("a dog is running in the street", "the dogs run in a park"), 1e-12);
        // red car against red car turn left: 2 of 2 and 2 of 4
        assertEquals(2 * 1 * 0.5 / (1 + 0.5), between("a red car", "the red car turns left"), 1e-12);
    }

    @Test
    void aWordCountsAsOftenAsBothHaveIt() {
        // 1 of 3 and 1 of 2
        assertEquals(2 * (1 / 3.0) * (1 / 2.0) / (1 / 3.0 + 1 / 2.0), between("dog dog dog", "dog cat"), 1e-12);
    }

    @Test
    void whatDeniesCountsAndPlacesIsKept() {
        assertTrue(between("no dog", "a dog") < 1);
        assertTrue(between("two dogs", "three dogs") < 1);
        assertTrue(between("left of the car", "right of the car") < 1);
    }

    @Test
    void functionWordsCountWhereThereIsNothingElse() {
        assertEquals(1, between("it is", "it is"));
        // this is against it is: 1 of 2 and 1 of 2
        assertEquals(0.5, between("this is", "it is"));
    }

    @Test
    void theReferenceThatIsMostAlikeCounts() {
        assertEquals(1, WordF1.of(caption("a red car", "a cat", "the red cars")));
    }

    @Test
    void textsWithoutWordsShareNothing() {
        assertEquals(0, between("", ""));
        assertEquals(0, between("", "a dog"));
        assertEquals(0, between("a dog", ""));
        assertEquals(0, between("-lrb- ?! %", "-lrb- ?! %"));
    }

    @Test
    void japaneseIsComparedByCharacters() {
        TokenizedCaption caption = TokenizedCaption.of("赤い車", List.of("青い車。"));
        assertEquals(2 / 3.0, WordF1.of(caption), 1e-12);
    }

    @Property(tries = 300)
    void itIsAShareAndSymmetricAndATextIsMostLikeItself(
            @ForAll("texts") List<String> a, @ForAll("texts") List<String> b) {
        double score = WordF1.between(a, b);
        assertTrue(score >= 0 && score <= 1);
        assertEquals(score, WordF1.between(b, a));
        assertEquals(a.isEmpty() ? 0 : 1, WordF1.between(a, a));
    }

    private static double between(String a, String b) {
        return WordF1.between(words(a), words(b));
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.of("dog", "dogs", "running", "run", "the", "it", "is", "red", "赤")
                .list()
                .ofMaxSize(8);
    }
}
