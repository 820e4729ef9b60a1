/**
 * Search over captions and timelines on Lucene alone: analysis, queries, fusion of rankings and the merging of hits into moments. Nothing here knows of a server,
 * so the embedded index and the Elasticsearch plugin rank alike.
 */
package org.timeviper.search.lucene;
