package org.timeviper.indexer.search;

/** Arithmetic on embeddings. */
final class Vectors {

    private Vectors() {}

    /** @return the dot product, which for vectors of length one is the cosine */
    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
