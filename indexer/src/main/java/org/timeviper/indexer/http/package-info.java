/**
 * The HTTP face: thin resources that implement the contract of {@code org.timeviper.api}; errors as problem details.
 *
 * <p>Resumable uploads ({@link org.timeviper.indexer.http.UploadsEndpoint}) speak tus without tus-java-server: that library is written on servlets, so it would bring a
 * second HTTP stack beside the reactive one, past this one's limits, problem details and filters. It also keeps its uploads as serialized Java objects beside the bytes and
 * locks them by file, while here they belong into the library's database, where every node of an archive sees them and a byte counts only once it is safe. The protocol
 * itself is small.
 */
package org.timeviper.indexer.http;
