package org.timeviper.model.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.oracle.SlowVision;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Holds vision transformer, token merging and projector to plain loops over single tokens, for layouts that no recording has. */
class VisionPropertyTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "siglip, tome_mlp-5, raw, 28, 7",
        "siglip, gelu_mlp, raw, 23, 5",
        "siglip, tome_mlp-1, raw, 36, 4",
        "siglip, tome_mlp-6, ascending, 30, 6",
        "siglip, tome_mlp-6, descending, 35, 5",
        "dinov2, tome_mlp-4, raw, 28, 7",
        "dinov2, gelu_mlp, raw, 17, 4",
        "dinov2, tome_mlp-9, descending, 21, 7",
    })
    void aPictureBecomesWhatLoopsOverItsPatchesGive(String backbone, String arch, String order, int side, int patch)
            throws IOException {
        ObjectNode config = RandomModel.config("M", "", false);
        ((ObjectNode) config.get("vision"))
                .put("backbone", backbone)
                .put("image_size", side)
                .put("patch_size", patch);
        ((ObjectNode) config.get("projector")).put("arch", arch).put("visual_token_order", order);
        Map<String, float[]> weights = RandomModel.write(directory, config, side);
        float[] pixels = new float[2 * 3 * side * side];
        Random random = new Random(side);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        try (Network network = Network.load(directory, ModelOptions.defaults());
                Workspace workspace = network.kernels().workspace()) {
            NDArray features = network.vision().features(workspace, workspace.floats(pixels, 2, 3, side, side));
            NDArray embeddings = network.vision().embeddings(workspace, features);
            SlowVision slow = new SlowVision(network.config(), weights);
            List<double[]> slowFeatures = new ArrayList<>();
            List<double[]> slowEmbeddings = new ArrayList<>();
            for (int frame = 0; frame < 2; frame++) {
                float[] picture = Arrays.copyOfRange(pixels, frame * 3 * side * side, (frame + 1) * 3 * side * side);
                List<double[]> seen = slow.features(picture);
                slowFeatures.addAll(seen);
                slowEmbeddings.addAll(slow.embeddings(seen));
            }
            requireClose(slowFeatures, features.toFloatArray());
            requireClose(slowEmbeddings, embeddings.toFloatArray());
        }
    }

    @Test
    void picturesThatAreSharedOutBetweenLanesAreSeenAsOneThreadSeesThem() throws IOException {
        RandomModel.write(directory, RandomModel.config("M", "", false), 3);
        Random random = new Random(4);
        List<Picture> pictures = Stream.generate(() -> picture(random)).limit(5).toList();
        assertArrayEquals(look(1, pictures), look(2, pictures), 1e-6f);
        assertArrayEquals(look(1, pictures.subList(0, 1)), look(2, pictures.subList(0, 1)), 1e-6f);
    }

    private static Picture picture(Random random) {
        byte[] rgb = new byte[40 * 30 * 3];
        random.nextBytes(rgb);
        return new Picture(40, 30, rgb);
    }

    private float[] look(int threads, List<Picture> pictures) {
        ModelOptions options = new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, threads);
        try (Network network = Network.load(directory, options);
                Workspace workspace = network.kernels().workspace()) {
            float[] seen = network.vision()
                    .look(workspace, new PictureBuffer(), pictures)
                    .toFloatArray();
            assertEquals(2, network.kernels().openWorkspaces(), "the weights' and this test's");
            return seen;
        }
    }

    private static void requireClose(List<double[]> expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        int at = 0;
        for (double[] token : expected) {
            for (double value : token) {
                difference += Math.pow(value - actual[at++], 2);
                norm += value * value;
            }
        }
        assertTrue(at == actual.length, "expected " + at + " numbers, not " + actual.length);
        double error = Math.sqrt(difference / norm);
        assertTrue(error < TOLERANCE, "relative error " + error);
    }
}
