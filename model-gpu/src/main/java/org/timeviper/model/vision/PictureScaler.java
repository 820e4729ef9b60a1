package org.timeviper.model.vision;

import java.util.Arrays;
import java.util.List;
import org.timeviper.model.vector.Crew;

/**
 * Resizes pictures on the processor, as {@link VisionEncoder#preprocess} does: every row of the small picture is mixed of rows of the large one, and then every pixel of a few neighbours. The engine's kernel for it, which a
 * card has its use for, takes as long as a third of a small vision transformer.
 */
final class PictureScaler {
    private static final int CHANNELS = 3;
    private static final int MOST = 255;

    private final int side;
    private final float[] mean;
    private final float[] std;
    private final Crew crew;

    /**
     * @param side of what the model sees, in pixels
     * @param mean and std of each channel, of 0 to 1
     */
    PictureScaler(int side, List<Double> mean, List<Double> std, Crew crew) {
        this.side = side;
        this.mean = floats(mean);
        this.std = floats(std);
        this.crew = crew;
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[CHANNELS];
        for (int channel = 0; channel < CHANNELS; channel++) {
            floats[channel] = values.get(channel).floatValue();
        }
        return floats;
    }

    /** Pictures of any sizes, one behind the other: (pictures, 3, side, side). */
    float[] scale(List<Picture> pictures) {
        float[] pixels = new float[pictures.size() * CHANNELS * side * side];
        long numbers =
                pictures.stream().mapToLong(picture -> picture.rgb().length).sum();
        crew.share(pictures.size(), numbers, (from, to) -> {
            for (int i = from; i < to; i++) {
                scale(pictures.get(i), pixels, i * CHANNELS * side * side);
            }
        });
        return pixels;
    }

    private void scale(Picture picture, float[] pixels, int at) {
        Resampling columns = Resampling.of(picture.width(), side);
        Resampling rows = Resampling.of(picture.height(), side);
        Rows large = new Rows(picture, rows.longest());
        float[] row = new float[picture.width() * CHANNELS];
        for (int y = 0; y < side; y++) {
            Arrays.fill(row, 0);
            float[] weights = rows.weights()[y];
            for (int j = 0; j < weights.length; j++) {
                add(row, weights[j], large.row(rows.first()[y] + j));
            }
            for (int x = 0; x < side; x++) {
                mix(row, columns.first()[x], columns.weights()[x], pixels, at + y * side + x);
            }
        }
    }

    private static void add(float[] sum, float weight, float[] row) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(weight, row[i], sum[i]);
        }
    }

    /** One pixel of the small picture, of neighbours in a row, to 8 bits and normalised. */
    private void mix(float[] row, int first, float[] weights, float[] pixels, int at) {
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int j = 0, i = first * CHANNELS; j < weights.length; j++, i += CHANNELS) {
            red = Math.fma(weights[j], row[i], red);
            green = Math.fma(weights[j], row[i + 1], green);
            blue = Math.fma(weights[j], row[i + 2], blue);
        }
        pixels[at] = normalised(red, 0);
        pixels[at + side * side] = normalised(green, 1);
        pixels[at + 2 * side * side] = normalised(blue, 2);
    }

    private float normalised(float value, int channel) {
        float level = Math.clamp((float) Math.rint(value), 0, MOST);
        return (level / MOST - mean[channel]) / std[channel];
    }

    /** A picture's rows as numbers, each made once; of those that were made, as many as one row of the small picture is mixed of stay. */
    private static final class Rows {
        private final byte[] rgb;
        private final float[][] kept;
        private int made;

        /** @param most rows that are asked for at a time: never one further back than so many behind the last */
        Rows(Picture picture, int most) {
            this.rgb = picture.rgb();
            this.kept = new float[most][picture.width() * CHANNELS];
        }

        float[] row(int number) {
            for (; made <= number; made++) {
                float[] row = kept[made % kept.length];
                int start = made * row.length;
                for (int i = 0; i < row.length; i++) {
                    row[i] = Byte.toUnsignedInt(rgb[start + i]);
                }
            }
            return kept[number % kept.length];
        }
    }
}
