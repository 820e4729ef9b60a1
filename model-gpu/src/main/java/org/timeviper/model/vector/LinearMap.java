package org.timeviper.model.vector;

import java.util.Optional;
import org.timeviper.model.tensor.Linear;

/**
 * A linear map, {@code w·x + b}.
 *
 * @param weight w
 * @param bias b, if it has one
 */
public record LinearMap(Matrix weight, Optional<float[]> bias) {

    /** The same map, on the same weights. */
    public static LinearMap of(Linear linear, Crew crew) {
        return switch (linear) {
            case Linear.Plain(var weight) -> new LinearMap(new Matrix(weight, crew), Optional.empty());
            case Linear.Affine(var weight, var bias) ->
                new LinearMap(
                        new Matrix(weight, crew), Optional.of(Numbers.of(bias).all()));
        };
    }

    /** Of some vectors, one behind the other. */
    public float[] apply(float[] x, int vectors) {
        float[] y = weight.times(x, vectors);
        bias.ifPresent(b -> {
            for (int vector = 0; vector < vectors; vector++) {
                VectorArithmetic.add(y, vector * b.length, b);
            }
        });
        return y;
    }

    /** Adds what becomes of some vectors to others. */
    public void addTo(float[] y, float[] x, int vectors) {
        VectorArithmetic.add(y, 0, apply(x, vectors));
    }
}
