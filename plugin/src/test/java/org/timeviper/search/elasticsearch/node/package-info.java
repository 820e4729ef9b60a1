/** Real Elasticsearch nodes for integration tests, on the JDK alone: other modules use them too. */
package org.timeviper.search.elasticsearch.node;
