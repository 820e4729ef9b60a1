/** Benchmarks: what they ask, what the model answers, how good that is. */
package org.timeviper.indexer.evaluation;
