/** Puts what a benchmark asks to the model, and keeps the answers. */
package org.timeviper.indexer.evaluation.run;
