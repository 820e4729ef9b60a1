/** Indexing a video, step by step: probe, sample, describe, ground, embed, publish. Each step's result is stored before the next begins. */
package org.timeviper.indexer.pipeline;
