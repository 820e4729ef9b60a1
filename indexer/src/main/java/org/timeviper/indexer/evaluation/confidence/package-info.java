/** How sure a model says that it is against how often it is right, for each kind of answer: what {@code config.json} is to say of it. */
package org.timeviper.indexer.evaluation.confidence;
