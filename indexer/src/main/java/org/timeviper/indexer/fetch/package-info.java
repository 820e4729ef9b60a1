/**
 * Films from other servers: which servers they may come from, and how they come. Whoever may hand in an address makes this service send a request, so that it goes to
 * listed hosts only, and never into the service's own network unless the list says so.
 */
package org.timeviper.indexer.fetch;
