/** How fast the model is, measured with JMH. Not run with the tests: see {@link org.timeviper.model.benchmark.BenchmarkCommand}. */
package org.timeviper.model.benchmark;
