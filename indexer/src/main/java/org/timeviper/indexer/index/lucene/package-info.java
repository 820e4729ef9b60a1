/** The embedded home of the search index: Lucene in the service's own process, for one machine. */
package org.timeviper.indexer.index.lucene;
