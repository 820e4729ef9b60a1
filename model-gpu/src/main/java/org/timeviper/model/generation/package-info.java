/** Greedy and sampled decoding, and the search for the likeliest answer by a beam: streaming, stop conditions, cancellation, and an end to answers that repeat themselves. */
package org.timeviper.model.generation;
