package org.timeviper.indexer.media.decoder.shots;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * What is kept of a picture, {@value #WIDTH} by {@value #HEIGHT} cells, levels 0 to 255.
 *
 * @param second when it is on screen
 * @param colours blue, green and red of each cell
 * @param light mean of the three, less its own mean over the picture
 * @param gradients differences of the light between neighbouring cells
 * @param lines the same, none of them beyond {@value #LINE}: what stays where it is when the light changes
 */
record Look(double second, float[] colours, View light, View gradients, View lines) {

    private static final int WIDTH = 48;
    private static final int HEIGHT = 27;
    private static final int SAMPLES = 4;
    private static final float LINE = 6;

    /** A row of one kind with its mean square. */
    record View(float[] row, double power) {

        static View of(float[] row) {
            return new View(row, Rows.dot(row, row) / row.length);
        }

        /** @return the correlation; near 0 for what hardly varies */
        double alike(View other) {
            return Rows.dot(row, other.row) / row.length / (Math.sqrt(power * other.power) + 0.5);
        }
    }

    /** @param picture blue, green and red bytes; any size */
    static Look of(double second, BufferedImage picture) {
        float[] colours = colours(picture);
        float[] light = new float[WIDTH * HEIGHT];
        float mean = 0;
        for (int i = 0; i < light.length; i++) {
            light[i] = (colours[3 * i] + colours[3 * i + 1] + colours[3 * i + 2]) / 3;
            mean += light[i] / light.length;
        }
        float[] gradients = gradients(light);
        for (int i = 0; i < light.length; i++) {
            light[i] -= mean;
        }
        float[] lines = new float[gradients.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Math.clamp(gradients[i], -LINE, LINE);
        }
        return new Look(second, colours, View.of(light), View.of(gradients), View.of(lines));
    }

    /** Some pixels of each cell, evenly spread. */
    private static float[] colours(BufferedImage picture) {
        byte[] bgr = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        int[] columns = places(WIDTH, picture.getWidth());
        int[] rows = places(HEIGHT, picture.getHeight());
        float[] colours = new float[WIDTH * HEIGHT * 3];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                int from = (rows[y] * picture.getWidth() + columns[x]) * 3;
                int to = (y / SAMPLES * WIDTH + x / SAMPLES) * 3;
                for (int channel = 0; channel < 3; channel++) {
                    colours[to + channel] += bgr[from + channel] & 0xff;
                }
            }
        }
        for (int i = 0; i < colours.length; i++) {
            colours[i] /= SAMPLES * SAMPLES;
        }
        return colours;
    }

    private static int[] places(int cells, int length) {
        int[] places = new int[cells * SAMPLES];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) ((i + 0.5) * length / places.length);
        }
        return places;
    }

    private static float[] gradients(float[] light) {
        float[] gradients = new float[(WIDTH - 1) * HEIGHT + WIDTH * (HEIGHT - 1)];
        int at = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 1; x < WIDTH; x++) {
                gradients[at++] = light[y * WIDTH + x] - light[y * WIDTH + x - 1];
            }
        }
        for (int i = WIDTH; i < light.length; i++) {
            gradients[at++] = light[i] - light[i - WIDTH];
        }
        return gradients;
    }
}
