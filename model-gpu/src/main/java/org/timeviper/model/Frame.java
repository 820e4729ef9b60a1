package org.timeviper.model;

import org.timeviper.model.vision.Picture;

/**
 * One picture of a film.
 *
 * @param seconds when it is shown, from the start of the film
 * @param width in pixels
 * @param height in pixels
 * @param rgb three bytes a pixel (red, green, blue), interleaved, row by row; not copied, so it must not be changed afterwards
 */
public record Frame(double seconds, int width, int height, byte[] rgb) {

    /** @throws IllegalArgumentException if the sizes are not positive or the bytes do not fill the picture exactly */
    public Frame {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a frame needs a positive size, not " + width + "x" + height);
        }
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("a frame of %dx%d needs %d bytes of RGB, not %d"
                    .formatted(width, height, 3L * width * height, rgb.length));
        }
    }

    Picture picture() {
        return new Picture(width, height, rgb);
    }
}
