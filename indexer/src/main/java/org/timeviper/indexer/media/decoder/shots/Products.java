package org.timeviper.indexer.media.decoder.shots;

import java.util.function.Function;

/** Scalar products of one view of the last looks with each other: each pair is multiplied once, for all stretches that it is in. */
final class Products {

    private final Recent looks;
    private final Function<Look, float[]> view;
    private final int reach;
    private final double[][] ring;

    /** @param reach how many looks apart those are, at most, whose product is asked for */
    Products(Recent looks, Function<Look, float[]> view, int reach) {
        this.looks = looks;
        this.view = view;
        this.reach = reach;
        this.ring = new double[looks.most()][reach + 1];
    }

    /** Multiplies the newest look with those before it. */
    void accept() {
        int newest = looks.count() - 1;
        float[] row = view.apply(looks.get(newest));
        for (int back = 0; back <= Math.min(reach, newest); back++) {
            ring[newest % ring.length][back] = Rows.dot(row, view.apply(looks.get(newest - back)));
        }
    }

    double of(int one, int other) {
        int later = Math.max(one, other);
        return ring[later % ring.length][later - Math.min(one, other)];
    }
}
