package org.timeviper.model.decoder;

import java.util.Optional;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * The next tokens of a {@link FeedForward} layer.
 *
 * @param gate of a gated layer; without one, what goes up is squared
 */
record VectorFeedForward(Optional<LinearMap> gate, LinearMap up, LinearMap down) implements VectorLayer {

    @Override
    public void addTo(float[] streams, float[] x, StatesInPlace states) {
        float[] inside = up.apply(x, states.size());
        if (gate.isPresent()) {
            float[] opened = gate.get().apply(x, states.size());
            VectorArithmetic.silu(opened, 0, opened.length);
            VectorArithmetic.multiply(inside, opened);
        } else {
            VectorArithmetic.squaredRelu(inside);
        }
        down.addTo(streams, inside, states.size());
    }
}
