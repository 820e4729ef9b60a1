/** The HTTP face: thin resources that implement the contract of {@code org.timeviper.api}; errors as problem details. */
package org.timeviper.indexer.http;
