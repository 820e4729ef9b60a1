package org.timeviper.model.task;

/**
 * A detailed caption in the five facets of the paper's VDC evaluation.
 *
 * @param detailed everything in order
 * @param background where it is
 * @param brief one sentence
 * @param mainObject the main thing and what it does
 * @param camera what the camera does
 * @param confidence the model's in {@code detailed}, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word, and it cannot say less
 */
public record FacetCaptions(
        String detailed,
        String background,
        String brief,
        String mainObject,
        String camera,
        double confidence,
        boolean unsure) {}
