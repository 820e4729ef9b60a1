package org.timeviper.model.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.tensor.Workspace;

class PreprocessingTest {
    private static final int SIDE = 28;

    @TempDir
    Path directory;

    @Test
    void aPictureOfTheRightSizeIsOnlyScaled() throws IOException {
        byte[] rgb = random(SIDE, SIDE);
        float[] expected = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            expected[i % 3 * SIDE * SIDE + i / 3] = ((rgb[i] & 0xFF) / 255f - 0.5f) / 0.5f;
        }
        for (ModelOptions options : ways()) {
            assertArrayEquals(expected, preprocess(options, List.of(new Picture(SIDE, SIDE, rgb))), 1e-6f);
        }
    }

    @Test
    void anyOtherIsResizedOnBothSidesWithAnAntialiasedCubic() throws IOException {
        for (int[] size : new int[][] {{90, 61}, {28, 40}, {11, 13}, {200, 28}, {1, 1}}) {
            byte[] rgb = random(size[0], size[1]);
            double[] expected = resized(rgb, size[0], size[1]);
            for (ModelOptions options : ways()) {
                float[] out = preprocess(options, List.of(new Picture(size[0], size[1], rgb)));
                int apart = 0;
                for (int i = 0; i < out.length; i++) {
                    double level = (out[i] * 0.5 + 0.5) * 255;
                    // one step of 8 bits apart at most, where rounding falls the other way
                    assertEquals(expected[i], level, 1.001, size[0] + "x" + size[1] + " at " + i);
                    apart += Math.abs(expected[i] - level) > 0.001 ? 1 : 0;
                }
                assertTrue(apart <= 2, apart + " of " + out.length + " levels apart");
            }
        }
    }

    @Test
    void picturesOfUnequalSizesGoTogetherAsEachAlone() throws IOException {
        List<Picture> pictures = List.of(
                new Picture(1920, 1080, random(1920, 1080)),
                new Picture(31, 400, random(31, 400)),
                new Picture(640, 360, random(640, 360)));
        for (ModelOptions options : ways()) {
            float[] together = preprocess(options, pictures);
            for (int i = 0; i < pictures.size(); i++) {
                float[] alone = preprocess(options, List.of(pictures.get(i)));
                assertArrayEquals(alone, Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length));
            }
        }
    }

    private static List<ModelOptions> ways() {
        return List.of(ModelOptions.defaults(), ModelOptions.defaults().withoutVectors());
    }

    private float[] preprocess(ModelOptions options, List<Picture> pictures) throws IOException {
        RandomModel.write(directory, RandomModel.config("M", "", false), 1);
        try (Network network = Network.load(directory, options);
                Workspace workspace = network.kernels().workspace()) {
            return network.vision()
                    .preprocess(workspace, new PictureBuffer(), pictures)
                    .toFloatArray();
        }
    }

    private static byte[] random(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(width).nextBytes(rgb);
        return rgb;
    }

    /** (3, side, side), 0..255: every output pixel is a weighted sum over both directions. */
    private static double[] resized(byte[] rgb, int width, int height) {
        double[] out = new double[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            double[] rows = weights(height, y);
            for (int x = 0; x < SIDE; x++) {
                double[] columns = weights(width, x);
                for (int c = 0; c < 3; c++) {
                    double sum = 0;
                    for (int j = 0; j < height; j++) {
                        for (int i = 0; i < width; i++) {
                            sum += rows[j] * columns[i] * (rgb[3 * (j * width + i) + c] & 0xFF);
                        }
                    }
                    out[(c * SIDE + y) * SIDE + x] = Math.clamp(Math.rint(sum), 0, 255);
                }
            }
        }
        return out;
    }

    /** The cubic with a = -0.5, stretched by the scale where the picture shrinks, normalised to sum 1. */
    private static double[] weights(int size, int at) {
        double scale = (double) size / SIDE;
        double stretch = Math.max(1, scale);
        double centre = (at + 0.5) * scale;
        double[] weights = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            weights[i] = cubic((i + 0.5 - centre) / stretch);
            sum += weights[i];
        }
        for (int i = 0; i < size; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return (1.5 * d - 2.5) * d * d + 1;
        }
        return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }
}
