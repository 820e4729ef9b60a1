package org.timeviper.model.vision;

/**
 * A picture as it comes in.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb three bytes a pixel, row by row
 */
public record Picture(int width, int height, byte[] rgb) {}
