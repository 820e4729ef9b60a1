/** Tells another service when jobs end. */
package org.timeviper.indexer.webhook;
