package org.timeviper.model.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/**
 * A vision transformer in SigLIP's or DINOv2's layout. The features are the output of the second-to-last block, without a final norm;
 * only patch tokens are handed on.
 */
public final class VisionTransformer {
    private final VisionConfig config;
    private final NDArray patchWeight;
    private final NDArray patchBias;
    private final NDArray position;
    /** Class token and registers, (1, S, C); they carry no position embedding. */
    private final Optional<NDArray> prefix;

    private final List<VisionBlock> blocks;

    /** Loads the blocks that are run. */
    public VisionTransformer(Weights weights, VisionConfig config) {
        this.config = config;
        this.patchWeight = weights.matrix(TensorLayout.VISION + "patch_embed.proj.weight");
        this.patchBias = weights.matrix(TensorLayout.VISION + "patch_embed.proj.bias");
        this.position = weights.exact(TensorLayout.VISION + "pos_embed");
        this.prefix = switch (config.layout()) {
            case SIGLIP -> Optional.empty();
            case DINOV2 ->
                Optional.of(weights.joined(TensorLayout.VISION + "cls_token", TensorLayout.VISION + "reg_token"));
        };
        List<VisionBlock> loaded = new ArrayList<>();
        for (int i = 0; i < config.blocksRun(); i++) {
            loaded.add(new VisionBlock(weights, config, TensorLayout.VISION + "blocks." + i + "."));
        }
        this.blocks = List.copyOf(loaded);
    }

    /**
     * Runs the blocks.
     *
     * @param pixels (frames, 3, side, side), normalised
     * @return (frames, patches, channels), of the workspace
     */
    public NDArray features(Workspace workspace, NDArray pixels) {
        NDArray patches = workspace.embedPatches(pixels, patchWeight, patchBias, position);
        NDArray stream =
                prefix.map(tokens -> workspace.prepend(tokens, patches)).orElse(patches);
        for (VisionBlock block : blocks) {
            block.forward(workspace, stream);
        }
        return prefix.isPresent()
                ? workspace.withoutPrefix(stream, config.layout().prefixTokens())
                : stream;
    }
}
