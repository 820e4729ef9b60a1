package org.timeviper.model.vision;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.List;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/** Everything between decoded frames and the visual embeddings that the decoder reads. */
public final class VisionEncoder {
    private final VisionConfig config;
    private final VisionTransformer transformer;
    private final Projector projector;
    private final NDArray mean;
    private final NDArray std;

    /**
     * Loads the weights.
     *
     * @param owner frees the normalisation constants
     */
    public VisionEncoder(Weights weights, Workspace owner, ModelConfig config) {
        this.config = config.vision();
        this.transformer = new VisionTransformer(weights, config.vision());
        this.projector = new Projector(weights, config.projector());
        this.mean = channels(owner, config.vision().mean());
        this.std = channels(owner, config.vision().std());
    }

    private static NDArray channels(Workspace owner, List<Double> values) {
        return owner.floats(
                new float[] {
                    values.get(0).floatValue(),
                    values.get(1).floatValue(),
                    values.get(2).floatValue()
                },
                3);
    }

    /**
     * Resizes pictures of one size as the model was trained to see them: both sides to the model's, antialiased bicubic, whatever the
     * aspect; then normalises.
     *
     * @param rgb three bytes a pixel, row by row, one array a picture
     * @param width of each picture, in pixels
     * @param height of each picture, in pixels
     * @return (frames, 3, side, side), of the workspace
     */
    public NDArray preprocess(Workspace workspace, List<byte[]> rgb, int width, int height) {
        ByteBuffer all = ByteBuffer.allocateDirect(Math.multiplyExact(rgb.size(), 3 * width * height));
        rgb.forEach(all::put);
        NDArray pictures = workspace.bytes(all.flip(), rgb.size(), height, width, 3);
        return workspace.preprocess(pictures, config.imageSize(), mean, std);
    }

    /** Raw vision features (frames, patches, channels) of pixels (frames, 3, side, side). */
    public NDArray features(Workspace workspace, NDArray pixels) {
        return transformer.features(workspace, pixels);
    }

    /** Visual embeddings (frames, tokens of a frame, hidden) of vision features. */
    public NDArray embeddings(Workspace workspace, NDArray features) {
        return projector.project(workspace, features);
    }
}
