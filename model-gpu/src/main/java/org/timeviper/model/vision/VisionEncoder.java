package org.timeviper.model.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;

/** Everything between decoded frames and the visual embeddings that the decoder reads. */
public final class VisionEncoder {
    private final VisionConfig config;
    private final VisionTransformer transformer;
    private final Projector projector;
    private final NDArray mean;
    private final NDArray std;
    private final Optional<PictureScaler> scaler;
    private final Optional<EngineLanes> lanes;

    /**
     * Loads the weights.
     *
     * @param owner frees the normalisation constants
     * @param crew of Java's own arithmetic, where that takes the engine's place
     * @param lanes among which the pictures of a batch are shared out
     */
    public VisionEncoder(
            Weights weights, Workspace owner, ModelConfig config, Optional<Crew> crew, Optional<EngineLanes> lanes) {
        this.config = config.vision();
        this.transformer = new VisionTransformer(weights, config.vision());
        this.projector = new Projector(weights, config.projector());
        this.mean = channels(owner, config.vision().mean());
        this.std = channels(owner, config.vision().std());
        this.scaler = crew.map(scaling -> new PictureScaler(
                config.vision().imageSize(),
                config.vision().mean(),
                config.vision().std(),
                scaling));
        this.lanes = lanes;
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
     * Resizes a picture as the model was trained to see it: both sides to the model's, antialiased bicubic, whatever the aspect; then
     * normalises.
     *
     * @param buffer on the picture's way; may be used again at once
     * @return (1, 3, side, side), of the workspace
     */
    public NDArray preprocess(Workspace workspace, PictureBuffer buffer, Picture picture) {
        if (scaler.isPresent()) {
            return preprocessed(workspace, scaler.get(), List.of(picture));
        }
        try (Workspace scratch = workspace.sibling()) {
            NDArray pixels = scratch.bytes(buffer.put(picture), 1, picture.height(), picture.width(), 3);
            return Workspace.give(scratch.preprocess(pixels, config.imageSize(), mean, std), workspace);
        }
    }

    /**
     * The whole way, one batch: preprocessing, vision transformer, token merging, projector.
     *
     * @param buffer on the pictures' way; one serves all batches
     * @return (frames · tokens of a frame, hidden), float32, of the workspace
     */
    public NDArray look(Workspace workspace, PictureBuffer buffer, List<Picture> pictures) {
        return lanes.isPresent() && pictures.size() > 1
                ? look(workspace, pictures, lanes.get())
                : lookAtAll(workspace, buffer, pictures);
    }

    private NDArray look(Workspace workspace, List<Picture> pictures, EngineLanes lanes) {
        int half = pictures.size() / 2;
        List<List<Picture>> halves = List.of(pictures.subList(0, half), pictures.subList(half, pictures.size()));
        NDArray[] seen = new NDArray[halves.size()];
        lanes.run(IntStream.range(0, seen.length)
                .<Runnable>mapToObj(i -> () -> {
                    try (Workspace scratch = workspace.sibling()) {
                        seen[i] = Workspace.give(lookAtAll(scratch, new PictureBuffer(), halves.get(i)), workspace);
                    }
                })
                .toList());
        return workspace.join(List.of(seen));
    }

    private NDArray lookAtAll(Workspace workspace, PictureBuffer buffer, List<Picture> pictures) {
        NDArray pixels = preprocess(workspace, buffer, pictures);
        return workspace.joinFrames(embeddings(workspace, features(workspace, pixels)));
    }

    /** {@link #preprocess(Workspace, PictureBuffer, Picture)} of several pictures: (pictures, 3, side, side). */
    public NDArray preprocess(Workspace workspace, PictureBuffer buffer, List<Picture> pictures) {
        if (scaler.isPresent()) {
            return preprocessed(workspace, scaler.get(), pictures);
        }
        NDArray pixels = workspace.zeros(mean, pictures.size(), 3, config.imageSize(), config.imageSize());
        for (int i = 0; i < pictures.size(); i++) {
            workspace.write(pixels, 0, i, preprocess(workspace, buffer, pictures.get(i)));
        }
        return pixels;
    }

    private NDArray preprocessed(Workspace workspace, PictureScaler scaler, List<Picture> pictures) {
        return workspace.floats(scaler.scale(pictures), pictures.size(), 3, config.imageSize(), config.imageSize());
    }

    /** Raw vision features (frames, patches, channels) of pixels (frames, 3, side, side). */
    public NDArray features(Workspace workspace, NDArray pixels) {
        return transformer.features(workspace, pixels);
    }

    /** Visual embeddings (frames, tokens of a frame, hidden) of vision features. */
    public NDArray embeddings(Workspace workspace, NDArray features) {
        return projector.project(workspace, features);
    }

    /** Visual embeddings (frames, tokens, hidden) of vision features whose tokens are merged already. */
    public NDArray projected(Workspace workspace, NDArray tokens) {
        return projector.projected(workspace, tokens);
    }
}
