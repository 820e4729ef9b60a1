package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.evaluation.metric.Captions.caption;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RougeLTest {

    private static final double WEIGHT = 1.2 * 1.2;

    @Test
    void precisionAndRecallAreOfTheLongestCommonSubsequence() {
        // police the gunman: 3 of 4 and 3 of 4
        assertEquals(3 / 4.0, RougeL.of(caption("police killed the gunman", "police kill the gunman")), 1e-12);
        // a b: 2 of 2 and 2 of 4
        assertEquals(f(1, 1 / 2.0), RougeL.of(caption("a b", "a x b y")), 1e-12);
    }

    @Test
    void eachIsTakenFromTheReferenceWhereItIsHighest() {
        // precision 3/4 with the first, 1/4 with the second; recall 3/6 with the first, 1/1 with the second
        assertEquals(f(3 / 4.0, 1), RougeL.of(caption("a b c d", "a b c x y z", "d")), 1e-12);
    }

    @Test
    void orderCounts() {
        assertEquals(f(1 / 3.0, 1 / 3.0), RougeL.of(caption("a b c", "c b a")), 1e-12);
    }

    @Test
    void textsWithoutWordsShareNothing() {
        assertEquals(0, RougeL.of(caption("", "")));
        assertEquals(0, RougeL.of(caption("", "a dog")));
        assertEquals(0, RougeL.of(caption("a dog", "")));
        assertEquals(1, RougeL.of(caption("a dog", "", "a dog")), 1e-12);
    }

    @Property(tries = 300)
    void theCommonSubsequenceIsTheLongestThereIs(@ForAll("short") List<String> a, @ForAll("short") List<String> b) {
        assertEquals(longestByTrial(a, b), RougeL.longestCommonSubsequence(a, b));
        assertEquals(RougeL.longestCommonSubsequence(a, b), RougeL.longestCommonSubsequence(b, a));
    }

    @Property(tries = 200)
    void itIsAShareAndATextIsMostLikeItself(@ForAll("captions") TokenizedCaption caption) {
        double score = RougeL.of(caption);
        assertTrue(score >= 0 && score <= 1 + 1e-12);
        assertEquals(score, RougeL.of(Captions.turned(caption)));
        if (!caption.candidate().isEmpty()) {
            List<List<String>> references = new ArrayList<>(caption.references());
            references.add(caption.candidate());
            assertEquals(1, RougeL.of(new TokenizedCaption(caption.candidate(), references)), 1e-12);
        }
    }

    /** Tries every subsequence of the first. */
    private static int longestByTrial(List<String> a, List<String> b) {
        int longest = 0;
        for (int chosen = 0; chosen < 1 << a.size(); chosen++) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    some.add(a.get(i));
                }
            }
            longest = isSubsequence(some, b) ? Math.max(longest, some.size()) : longest;
        }
        return longest;
    }

    private static boolean isSubsequence(List<String> some, List<String> all) {
        Iterator<String> rest = all.iterator();
        for (String word : some) {
            boolean found = false;
            while (!found && rest.hasNext()) {
                found = rest.next().equals(word);
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static double f(double precision, double recall) {
        return (1 + WEIGHT) * precision * recall / (recall + WEIGHT * precision);
    }

    @Provide("short")
    Arbitrary<List<String>> shortTexts() {
        return Captions.texts(0, 7);
    }

    @Provide
    Arbitrary<TokenizedCaption> captions() {
        return Captions.captions();
    }
}
