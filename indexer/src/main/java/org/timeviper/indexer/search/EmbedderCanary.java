package org.timeviper.indexer.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A text whose embedding was recorded: an engine that computes wrongly on this machine gives it another one. */
final class EmbedderCanary {

    /** The text. */
    static final String TEXT = "a red ball enters from the left, and the camera pans to the right";

    /** Processors round the quantised model's sums differently, which moves an embedding a little; a fault moves it far. */
    private static final double LEAST_COSINE = 0.95;

    private static final String RECORDED = "embedder-canary.json";

    private EmbedderCanary() {}

    /**
     * Compares an embedding of the text with the recorded one.
     *
     * @throws IllegalStateException if they are not near
     */
    static void check(float[] vector) {
        float[] recorded = recorded();
        double cosine =
                vector.length == recorded.length ? dot(vector, recorded) / length(vector) / length(recorded) : 0;
        if (!(cosine >= LEAST_COSINE)) {
            throw new IllegalStateException(
                    "The sentence embedder computes another vector here than was recorded of it (cosine "
                            + cosine
                            + "), so searches would find the wrong things. Its engine does not work on this machine: try another one,"
                            + " and report the processor.");
        }
    }

    static float[] recorded() {
        try (InputStream in = EmbedderCanary.class.getResourceAsStream(RECORDED)) {
            return new ObjectMapper().readValue(in, float[].class);
        } catch (IOException e) {
            throw new UncheckedIOException(RECORDED + " is damaged", e);
        }
    }

    private static double length(float[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
