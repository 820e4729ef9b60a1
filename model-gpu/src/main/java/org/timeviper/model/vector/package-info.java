/**
 * Arithmetic of a single token on the processor, by Java's Vector API and without a call into the engine: where a token's own work is a few matrix-vector products, calls and the threads behind
 * them cost more than the arithmetic. Present where the JVM was started with the module {@code jdk.incubator.vector}.
 */
package org.timeviper.model.vector;
