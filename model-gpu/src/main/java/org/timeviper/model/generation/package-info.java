/** Greedy and sampled decoding: streaming, stop conditions, cancellation, and an end to answers that repeat themselves. */
package org.timeviper.model.generation;
