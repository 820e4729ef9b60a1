package org.timeviper.model.vector;

/**
 * Keys and values of tokens that lie one behind the other in each head's part of two arrays.
 *
 * @param keys (G, capacity, P) from the first head's first token on
 * @param values like keys
 * @param start where the first head's first token is
 * @param capacity tokens that each head has room for
 * @param tokens how many are there
 */
public record KeysAndValues(Numbers keys, Numbers values, int start, int capacity, int tokens) {}
