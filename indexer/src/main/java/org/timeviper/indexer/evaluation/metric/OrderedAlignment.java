package org.timeviper.indexer.evaluation.metric;

/** Pairing two sequences without changing the order of either. */
final class OrderedAlignment {

    private OrderedAlignment() {}

    /**
     * Finds the pairing whose pairs are worth most together: each element stands in one pair at most, and no two pairs cross. Costs as many steps as there are possible pairs.
     *
     * @param worth of a pair, 0 or more: a row an element of one sequence, a column one of the other
     * @return what the best pairing is worth; 0 if a sequence is empty
     */
    static double best(double[][] worth) {
        double[] above = new double[worth.length == 0 ? 1 : worth[0].length + 1];
        for (double[] row : worth) {
            double[] best = new double[above.length];
            for (int j = 0; j < row.length; j++) {
                best[j + 1] = Math.max(above[j] + row[j], Math.max(above[j + 1], best[j]));
            }
            above = best;
        }
        return above[above.length - 1];
    }
}
