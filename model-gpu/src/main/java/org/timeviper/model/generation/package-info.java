/** Greedy and sampled decoding: streaming, stop conditions, cancellation. */
package org.timeviper.model.generation;
