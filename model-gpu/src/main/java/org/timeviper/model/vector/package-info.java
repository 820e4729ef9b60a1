/**
 * Arithmetic on the processor by Java's Vector API, without a call into the engine: where a token's own work is a few matrix-vector products, calls and the threads behind them cost more than the arithmetic, and where the
 * engine has only small operations, numbers go through memory once for each. Of use where {@link org.timeviper.model.vector.VectorModule} is.
 */
package org.timeviper.model.vector;
