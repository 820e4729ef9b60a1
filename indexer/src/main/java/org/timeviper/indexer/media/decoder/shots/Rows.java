package org.timeviper.indexer.media.decoder.shots;

/** Arithmetic of rows of equal length. */
final class Rows {

    private Rows() {}

    /** Four sums at a time: one would wait for itself. */
    static double dot(float[] a, float[] b) {
        int whole = a.length & -4;
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (int i = 0; i < whole; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (int i = whole; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + third + fourth;
    }

    /** Root of the mean square of the differences. */
    static double apart(float[] a, float[] b) {
        double even = 0;
        double odd = 0;
        int whole = a.length & -2;
        for (int i = 0; i < whole; i += 2) {
            float one = a[i] - b[i];
            float next = a[i + 1] - b[i + 1];
            even += one * one;
            odd += next * next;
        }
        for (int i = whole; i < a.length; i++) {
            float last = a[i] - b[i];
            even += last * last;
        }
        return Math.sqrt((even + odd) / a.length);
    }
}
