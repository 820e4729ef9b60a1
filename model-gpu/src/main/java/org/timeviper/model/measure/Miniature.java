package org.timeviper.model.measure;

import org.timeviper.model.vision.Picture;

/**
 * A picture made small, whatever its aspect, by averaging: enough to measure light, colours and movement, and some 15 KB.
 *
 * @param rgb three bytes a pixel, row by row
 */
public record Miniature(byte[] rgb) {

    /** In pixels. */
    static final int WIDTH = 96;

    /** In pixels. */
    static final int HEIGHT = 54;

    static final int PIXELS = WIDTH * HEIGHT;

    /** Averages a picture over equal areas, which of a picture that is smaller are its nearest pixels. */
    public static Miniature of(Picture picture) {
        byte[] small = new byte[3 * PIXELS];
        for (int y = 0; y < HEIGHT; y++) {
            int top = y * picture.height() / HEIGHT;
            int bottom = Math.max(top + 1, (y + 1) * picture.height() / HEIGHT);
            for (int x = 0; x < WIDTH; x++) {
                int left = x * picture.width() / WIDTH;
                int right = Math.max(left + 1, (x + 1) * picture.width() / WIDTH);
                average(picture, left, top, right, bottom, small, 3 * (y * WIDTH + x));
            }
        }
        return new Miniature(small);
    }

    private static void average(Picture picture, int left, int top, int right, int bottom, byte[] small, int to) {
        byte[] rgb = picture.rgb();
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int y = top; y < bottom; y++) {
            int from = 3 * (y * picture.width() + left);
            for (int x = left; x < right; x++, from += 3) {
                red += rgb[from] & 0xff;
                green += rgb[from + 1] & 0xff;
                blue += rgb[from + 2] & 0xff;
            }
        }
        int count = (bottom - top) * (right - left);
        small[to] = (byte) (red / count);
        small[to + 1] = (byte) (green / count);
        small[to + 2] = (byte) (blue / count);
    }

    /** How large it is. */
    public int bytes() {
        return rgb.length;
    }

    int red(int pixel) {
        return rgb[3 * pixel] & 0xff;
    }

    int green(int pixel) {
        return rgb[3 * pixel + 1] & 0xff;
    }

    int blue(int pixel) {
        return rgb[3 * pixel + 2] & 0xff;
    }

    /** @return the lightness of a pixel, 0 to 255 */
    double light(int pixel) {
        return 0.299 * red(pixel) + 0.587 * green(pixel) + 0.114 * blue(pixel);
    }

    /** @return the colour of a pixel */
    Tone tone(int pixel) {
        return Tone.of(red(pixel), green(pixel), blue(pixel));
    }

    /** @return the lightness of all pixels, row by row */
    float[] lights() {
        float[] lights = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            lights[i] = (float) light(i);
        }
        return lights;
    }
}
