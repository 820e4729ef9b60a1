package org.timeviper.model.generation;

/**
 * A token of an answer.
 *
 * @param id the token's
 * @param logProbability natural logarithm of the probability that the model gave to it
 * @param textEnd characters of the answer's text up to and with it: its own text is what lies between the end of the token before and this one. None for a stop token, nor
 *     for the first bytes of a character that the next token completes
 */
public record GeneratedToken(int id, double logProbability, int textEnd) {}
