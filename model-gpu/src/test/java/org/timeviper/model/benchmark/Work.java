package org.timeviper.model.benchmark;

import java.util.List;
import java.util.Map;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.VisionConfig;

/**
 * Floating-point operations of a model's work, two for each product, counted from its tensors: matrix products, attention (only what lies before a token), and the Mamba layers' scan in its
 * chunked form. Left out: norms, activations, convolutions.
 */
final class Work {
    private final ModelConfig config;
    private final Map<String, List<Long>> shapes;

    Work(ModelConfig config) {
        this.config = config;
        this.shapes = TensorLayout.of(config);
    }

    /** How many weights there are. */
    double weights() {
        return shapes.values().stream()
                .mapToDouble(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    /** One frame through patch embedding and the blocks that are run. */
    double transformer() {
        VisionConfig vision = config.vision();
        double block = products(TensorLayout.VISION + "blocks.0.") * vision.patches()
                + 4.0 * vision.patches() * vision.patches() * vision.embedDim();
        double embed = 2.0 * vision.patches() * 3 * vision.patchSize() * vision.patchSize() * vision.embedDim();
        return embed + block * vision.blocksRun();
    }

    /** The merged tokens of one frame through the projector. */
    double projector() {
        return products(TensorLayout.PROJECTOR) * config.tokensPerFrame();
    }

    /** One token of a prompt through all layers, on the average. */
    double prefillToken(int length) {
        double all = 0;
        for (int i = 0; i < config.decoder().layers().size(); i++) {
            all += layerToken(i, length / 2.0);
        }
        return all;
    }

    /** One token through the first layer of a kind. */
    double prefillToken(LayerKind kind, int length) {
        return layerToken(config.decoder().layers().indexOf(kind), length / 2.0);
    }

    /** Weights that one decode step reads. */
    double stepWeights() {
        double head = (double) config.decoder().vocabulary() * config.decoder().hidden();
        return products(config.decoder().family().backbone() + "layers.") / 2 + head;
    }

    /** Weights that one decode step of the first layer of a kind reads. */
    double stepWeights(LayerKind kind) {
        return products(layer(config.decoder().layers().indexOf(kind))) / 2;
    }

    private double layerToken(int index, double before) {
        DecoderConfig decoder = config.decoder();
        return products(layer(index))
                + switch (decoder.layers().get(index)) {
                    case ATTENTION ->
                        4.0 * decoder.attention().heads() * decoder.attention().headDim() * before;
                    case MAMBA -> scan(decoder.mamba().orElseThrow());
                    case MLP -> 0;
                };
    }

    private static double scan(DecoderConfig.Mamba mamba) {
        double within = mamba.chunk() * ((double) mamba.groups() * mamba.state() + mamba.inner());
        return within + 4.0 * mamba.inner() * mamba.state();
    }

    private String layer(int index) {
        return config.decoder().family().mixer(index);
    }

    private double products(String prefix) {
        return shapes.entrySet().stream()
                .filter(tensor ->
                        tensor.getKey().startsWith(prefix) && tensor.getValue().size() == 2)
                .mapToDouble(tensor ->
                        2.0 * tensor.getValue().get(0) * tensor.getValue().get(1))
                .sum();
    }
}
