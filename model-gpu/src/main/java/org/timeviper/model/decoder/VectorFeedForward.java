package org.timeviper.model.decoder;

import java.util.Optional;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * One token of a {@link FeedForward} layer.
 *
 * @param gate of a gated layer; without one, what goes up is squared
 */
record VectorFeedForward(Optional<LinearMap> gate, LinearMap up, LinearMap down) implements VectorLayer {

    @Override
    public void addTo(float[] stream, float[] x, DecoderState state) {
        float[] inside = up.apply(x);
        if (gate.isPresent()) {
            float[] opened = gate.get().apply(x);
            VectorArithmetic.silu(opened, 0, opened.length);
            VectorArithmetic.multiply(inside, opened);
        } else {
            VectorArithmetic.squaredRelu(inside);
        }
        down.addTo(stream, inside);
    }
}
