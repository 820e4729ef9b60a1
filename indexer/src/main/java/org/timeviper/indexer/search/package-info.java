/** Search: words and meaning together, hits merged into moments, and an honest word when nothing matches. */
package org.timeviper.indexer.search;
