package org.timeviper.model.generation;

/** Token ids by falling weight, equal ones by id: sorted only as far as it is asked for. Not for several threads. */
final class FallingOrder {
    private final int[] ids;
    private final double[] weights;
    private final int size;

    /** @param least lowest score of the ids in question; those whose weight is 0 are never */
    FallingOrder(float[] logits, double most, double least, double temperature) {
        int count = 0;
        for (float logit : logits) {
            count += logit >= least ? 1 : 0;
        }
        ids = new int[count];
        weights = new double[count];
        int next = 0;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] >= least) {
                double weight = Math.exp((logits[id] - most) / temperature);
                if (weight > 0) {
                    ids[next] = id;
                    weights[next++] = weight;
                }
            }
        }
        size = next;
    }

    /** How many ids there are. */
    int size() {
        return size;
    }

    /** The id in a place that {@link #place} has told. */
    int id(int place) {
        return ids[place];
    }

    /** The weights of the places from one up to another. */
    double sum(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += weights[i];
        }
        return sum;
    }

    /**
     * The first place, in falling order, up to and with which the weights sum to at least so much; the last one if none is. The ids before it stand before it from now on.
     *
     * @param end places to look at, at least one: all, or those up to and with an earlier answer
     */
    int place(double sum, int end) {
        int from = 0;
        int to = end;
        double before = 0;
        while (to - from > 1) {
            int cut = divide(from, to);
            double there = before + sum(from, cut);
            if (there >= sum) {
                to = cut;
            } else {
                before = there;
                from = cut;
            }
        }
        return from;
    }

    /** Hoare's partition. @return where those begin that come behind those before it; at least one is on each side */
    private int divide(int from, int to) {
        int middle = (from + to - 1) >>> 1;
        double weight = weights[middle];
        int id = ids[middle];
        int i = from;
        int j = to - 1;
        while (true) {
            while (weights[i] > weight || weights[i] == weight && ids[i] < id) {
                i++;
            }
            while (weights[j] < weight || weights[j] == weight && ids[j] > id) {
                j--;
            }
            if (i >= j) {
                return j + 1;
            }
            swap(i++, j--);
        }
    }

    private void swap(int i, int j) {
        int id = ids[i];
        ids[i] = ids[j];
        ids[j] = id;
        double weight = weights[i];
        weights[i] = weights[j];
        weights[j] = weight;
    }
}
