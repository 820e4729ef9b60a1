package org.timeviper.model.vector;

import java.util.Optional;
import org.timeviper.model.tensor.Linear;

/**
 * A linear map of one vector, {@code w·x + b}.
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

    /** Of one vector. */
    public float[] apply(float[] x) {
        float[] y = weight.times(x);
        bias.ifPresent(b -> VectorArithmetic.add(y, b));
        return y;
    }

    /** Adds what becomes of one vector to another. */
    public void addTo(float[] y, float[] x) {
        VectorArithmetic.add(y, apply(x));
    }
}
