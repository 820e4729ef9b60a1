package org.timeviper.model.oracle;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Weights by name, and the plainest arithmetic on them. */
record Tensors(Map<String, float[]> weights) {

    float[] get(String name) {
        if (!weights.containsKey(name)) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return weights.get(name);
    }

    /** {@code w·x + b}; the bias only if it is there. */
    double[] linear(String name, double[] x) {
        float[] w = get(name + ".weight");
        float[] b = weights.get(name + ".bias");
        double[] y = new double[w.length / x.length];
        for (int row = 0; row < y.length; row++) {
            double sum = b == null ? 0 : b[row];
            for (int i = 0; i < x.length; i++) {
                sum += w[row * x.length + i] * x[i];
            }
            y[row] = sum;
        }
        return y;
    }

    double[] rmsNorm(String name, double[] x, double epsilon) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        double scale = 1 / Math.sqrt(square / x.length + epsilon);
        float[] w = get(name);
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = w[i] * x[i] * scale;
        }
        return y;
    }

    double[] layerNorm(String name, double[] x, double epsilon) {
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        float[] w = get(name + ".weight");
        float[] b = get(name + ".bias");
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = w[i] * (x[i] - mean) / Math.sqrt(variance + epsilon) + b[i];
        }
        return y;
    }

    static double[] map(double[] x, DoubleUnaryOperator f) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = f.applyAsDouble(x[i]);
        }
        return y;
    }

    static void add(double[] x, double[] y, double scale) {
        for (int i = 0; i < x.length; i++) {
            x[i] += scale * y[i];
        }
    }

    static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[fromA + i] * b[fromB + i];
        }
        return sum;
    }

    static double[] softmax(double[] scores) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        double[] y = new double[scores.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.exp(scores[i] - most);
            sum += y[i];
        }
        for (int i = 0; i < y.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return x > 30 ? x : Math.log1p(Math.exp(x));
    }

    /** x/2·(1 + erf(x/√2)), the error function by its series, which is exact enough for |x| below 6. */
    static double gelu(double x) {
        double z = x / Math.sqrt(2);
        if (Math.abs(z) > 5) {
            return z > 0 ? x : 0;
        }
        double term = z;
        double sum = z;
        for (int n = 1; n < 200; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x / 2 * (1 + 2 / Math.sqrt(Math.PI) * sum);
    }
}
