/**
 * What long films cost, and what token dropping saves: time of the look and of the prefill by layer kind, tokens kept and memory of one model
 * at several schedules and lengths of film. Every cell of
 * the table is measured in a process of its own, so that none inherits another's memory.
 */
package org.timeviper.indexer.benchmark.transv;
