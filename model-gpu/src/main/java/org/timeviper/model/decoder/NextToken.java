package org.timeviper.model.decoder;

/**
 * A token that was chosen to go on with.
 *
 * @param id the token's
 * @param logProbability natural logarithm of the probability that the model gives to it; NaN if what the model computed is not a number
 */
public record NextToken(int id, double logProbability) {}
