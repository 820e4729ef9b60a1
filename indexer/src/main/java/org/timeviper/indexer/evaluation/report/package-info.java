/** How good a model's answers to a benchmark are: numbers, and a page that a person would look at. */
package org.timeviper.indexer.evaluation.report;
