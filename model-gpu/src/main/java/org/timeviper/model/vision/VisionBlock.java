package org.timeviper.model.vision;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/** {@code x += ls1·proj(attn(norm1(x)))}, {@code x += ls2·fc2(gelu(fc1(norm2(x))))}; the scales only in DINOv2's layout. */
final class VisionBlock {
    private static final double EPSILON = 1e-6;

    private final int heads;
    private final LayerNorm norm1;
    private final Linear qkv;
    private final Linear proj;
    private final Optional<NDArray> scale1;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;
    private final Optional<NDArray> scale2;

    private record LayerNorm(NDArray weight, NDArray bias) {
        static LayerNorm load(Weights weights, String name) {
            return new LayerNorm(weights.exact(name + ".weight"), weights.exact(name + ".bias"));
        }

        NDArray apply(Workspace workspace, NDArray x) {
            return workspace.layerNorm(x, weight, bias, EPSILON);
        }
    }

    VisionBlock(Weights weights, VisionConfig config, String name) {
        boolean scaled = config.layout() == VisionConfig.Layout.DINOV2;
        this.heads = config.numHeads();
        this.norm1 = LayerNorm.load(weights, name + "norm1");
        this.qkv = weights.linear(name + "attn.qkv", true);
        this.proj = weights.linear(name + "attn.proj", true);
        this.scale1 = scaled ? Optional.of(weights.exact(name + "ls1.gamma")) : Optional.empty();
        this.norm2 = LayerNorm.load(weights, name + "norm2");
        this.fc1 = weights.linear(name + "mlp.fc1", true);
        this.fc2 = weights.linear(name + "mlp.fc2", true);
        this.scale2 = scaled ? Optional.of(weights.exact(name + "ls2.gamma")) : Optional.empty();
    }

    /** @param stream (frames, tokens, channels), updated in place */
    void forward(Workspace workspace, NDArray stream) {
        try (Workspace scratch = workspace.sibling()) {
            NDArray mixed = scratch.selfAttention(qkv.apply(scratch, norm1.apply(scratch, stream)), heads);
            add(scratch, stream, proj.apply(scratch, mixed), scale1);
        }
        try (Workspace scratch = workspace.sibling()) {
            NDArray inside = scratch.gelu(fc1.apply(scratch, norm2.apply(scratch, stream)));
            add(scratch, stream, fc2.apply(scratch, inside), scale2);
        }
    }

    private static void add(Workspace scratch, NDArray stream, NDArray y, Optional<NDArray> scale) {
        scale.ifPresentOrElse(channels -> scratch.addScaled(stream, y, channels), () -> scratch.add(stream, y));
    }
}
