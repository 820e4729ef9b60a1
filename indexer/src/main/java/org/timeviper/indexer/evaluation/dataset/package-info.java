/** Benchmarks as they are published: what lies in their folders, made into items. */
package org.timeviper.indexer.evaluation.dataset;
