package org.timeviper.indexer.media.decoder.shots;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A small network that tells an edit from what is none by what is measured of it; {@code edits.py} has learned it from drawn film.
 *
 * @param mean of what is measured
 * @param spread of what is measured
 * @param hidden a row for each hidden unit
 */
record EditOdds(
        double[] mean,
        double[] spread,
        double[][] hidden,
        @JsonProperty("hidden_bias") double[] hiddenBias,
        double[] out,
        @JsonProperty("out_bias") double outBias) {

    /**
     * All that are learned.
     *
     * @param cut of a step
     * @param dissolve of a stretch
     */
    record Learned(EditOdds cut, EditOdds dissolve) {

        static Learned read() {
            try (InputStream in = EditOdds.class.getResourceAsStream("edits.json")) {
                return new ObjectMapper().readValue(in, Learned.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @return the logarithm of the odds that it is an edit, where edits and others are equally many */
    double of(double... measured) {
        double odds = outBias;
        for (int unit = 0; unit < hidden.length; unit++) {
            double sum = hiddenBias[unit];
            for (int i = 0; i < measured.length; i++) {
                sum += hidden[unit][i] * (measured[i] - mean[i]) / spread[i];
            }
            odds += out[unit] * Math.tanh(sum);
        }
        return odds;
    }
}
