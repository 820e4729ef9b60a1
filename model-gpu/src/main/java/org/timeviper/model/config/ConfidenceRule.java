package org.timeviper.model.config;

/**
 * How sure a model is in one kind of answer, and how sure it must be before it is taken at its word.
 *
 * @param curve from the probabilities of an answer's tokens to the share of such answers that is right
 * @param least calibrated confidence from which on an answer is asserted, 0 to 1; below, the product says less
 */
public record ConfidenceRule(ConfidenceCurve curve, double least) {

    /** Takes every confidence as it is, and every answer as sure. */
    public static final ConfidenceRule NONE = new ConfidenceRule(ConfidenceCurve.IDENTITY, 0);

    /** @throws IllegalArgumentException if the least confidence is not between 0 and 1 */
    public ConfidenceRule {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("the least confidence lies between 0 and 1, not at " + least);
        }
    }

    /** @return whether an answer of this calibrated confidence is to be asserted */
    public boolean isSure(double calibrated) {
        return calibrated >= least;
    }

    /** @return whether there can be an answer that is not sure */
    public boolean isDemanding() {
        return least > 0;
    }
}
