package org.timeviper.model.benchmark;

import java.util.List;
import java.util.Map;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;

/**
 * Floating-point operations that the model's matrix products need (two for each weight), counted from its tensors. Left out: norms,
 * convolution, the SSM scan, and the decoder's attention scores.
 *
 * @param prefillToken one token through all decoder layers
 * @param decodeToken the same with the output head
 * @param frame one frame through patch embedding, the blocks that are run (attention scores included) and the projector
 * @param weights how many there are
 */
record Work(double prefillToken, double decodeToken, double frame, double weights) {

    static Work of(ModelConfig config) {
        Map<String, List<Long>> shapes = TensorLayout.of(config);
        double layers = products(shapes, config.decoder().family().backbone() + "layers.");
        double head = 2.0 * config.decoder().vocabulary() * config.decoder().hidden();
        var vision = config.vision();
        double block = products(shapes, TensorLayout.VISION + "blocks.0.") * vision.patches()
                + 4.0 * vision.patches() * vision.patches() * vision.embedDim();
        double embed = 2.0 * vision.patches() * 3 * vision.patchSize() * vision.patchSize() * vision.embedDim();
        double projector = products(shapes, TensorLayout.PROJECTOR) * config.tokensPerFrame();
        double weights = shapes.values().stream()
                .mapToDouble(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
        return new Work(layers, layers + head, embed + block * vision.blocksRun() + projector, weights);
    }

    private static double products(Map<String, List<Long>> shapes, String prefix) {
        return shapes.entrySet().stream()
                .filter(tensor ->
                        tensor.getKey().startsWith(prefix) && tensor.getValue().size() == 2)
                .mapToDouble(tensor ->
                        2.0 * tensor.getValue().get(0) * tensor.getValue().get(1))
                .sum();
    }
}
