package org.timeviper.model.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
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
        assertArrayEquals(expected, preprocess(new Picture(SIDE, SIDE, rgb)), 1e-6f);
    }

    @Test
    void anyOtherIsResizedOnBothSidesWithAnAntialiasedCubic() throws IOException {
        for (int[] size : new int[][] {{90, 61}, {28, 40}, {11, 13}, {200, 28}, {1, 1}}) {
            byte[] rgb = random(size[0], size[1]);
            float[] out = preprocess(new Picture(size[0], size[1], rgb));
            double[] expected = resized(rgb, size[0], size[1]);
            for (int i = 0; i < out.length; i++) {
                // one step of 8 bits apart at most, where rounding falls the other way
                assertEquals(expected[i], (out[i] * 0.5 + 0.5) * 255, 1.001, size[0] + "x" + size[1] + " at " + i);
            }
        }
    }

    private float[] preprocess(Picture picture) throws IOException {
        RandomModel.write(directory, RandomModel.config("M", "", false), 1);
        try (Network network = Network.load(directory, ModelOptions.defaults());
                Workspace workspace = network.kernels().workspace()) {
            return network.vision()
                    .preprocess(workspace, new PictureBuffer(), picture)
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
