/**
 * The Elasticsearch plugin: what {@link org.timeviper.search.lucene} does, spoken in Elasticsearch's query language. Only parsing, serialisation and the way to the
 * shard's index live here.
 */
package org.timeviper.search.elasticsearch;
