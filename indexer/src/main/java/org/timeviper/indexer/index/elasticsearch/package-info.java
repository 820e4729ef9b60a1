/** The search index on an Elasticsearch cluster, with or without our plugin in it. */
package org.timeviper.indexer.index.elasticsearch;
