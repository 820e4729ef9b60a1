package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OrderedAlignmentTest {

    @Test
    void pairsDoNotCross() {
        assertEquals(0.9, OrderedAlignment.best(new double[][] {{0.1, 0.8}, {0.9, 0.1}}), "0.9 alone beats 0.1 + 0.1");
        assertEquals(1.1, OrderedAlignment.best(new double[][] {{0.6, 0.8}, {0.9, 0.5}}), 1e-12, "0.6 + 0.5");
    }

    @Test
    void anElementIsPairedOnce() {
        assertEquals(0.8, OrderedAlignment.best(new double[][] {{0.5, 0.8, 0.7}}));
        assertEquals(0.8, OrderedAlignment.best(new double[][] {{0.5}, {0.8}, {0.7}}));
    }

    @Test
    void nothingIsWorthNothing() {
        assertEquals(0, OrderedAlignment.best(new double[0][0]));
        assertEquals(0, OrderedAlignment.best(new double[3][0]));
    }

    @Property(tries = 500)
    void noOtherPairingIsWorthMore(@ForAll("tables") double[][] worth) {
        assertEquals(bestByTrial(worth), OrderedAlignment.best(worth), 1e-12);
    }

    @Property(tries = 200)
    void whichSequenceStandsInRowsDoesNotMatter(@ForAll("tables") double[][] worth) {
        double[][] turned = new double[worth[0].length][worth.length];
        for (int i = 0; i < worth.length; i++) {
            for (int j = 0; j < worth[0].length; j++) {
                turned[j][i] = worth[i][j];
            }
        }
        assertEquals(OrderedAlignment.best(worth), OrderedAlignment.best(turned), 1e-12);
    }

    /** Chooses every set of rows and every set of as many columns, and pairs them in order. */
    private static double bestByTrial(double[][] worth) {
        double best = 0;
        for (int rows = 0; rows < 1 << worth.length; rows++) {
            for (int columns = 0; columns < 1 << worth[0].length; columns++) {
                if (Integer.bitCount(rows) == Integer.bitCount(columns)) {
                    int[] i = places(rows);
                    int[] j = places(columns);
                    best = Math.max(
                            best,
                            IntStream.range(0, i.length)
                                    .mapToDouble(pair -> worth[i[pair]][j[pair]])
                                    .sum());
                }
            }
        }
        return best;
    }

    private static int[] places(int set) {
        return IntStream.range(0, Integer.SIZE)
                .filter(bit -> (set >> bit & 1) == 1)
                .toArray();
    }

    @Provide
    Arbitrary<double[][]> tables() {
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 5);
        return sizes.flatMap(columns -> Arbitraries.of(0.0, 0.1, 0.25, 0.5, 0.7, 1.0)
                .array(double[].class)
                .ofSize(columns)
                .array(double[][].class)
                .ofMinSize(1)
                .ofMaxSize(5));
    }
}
