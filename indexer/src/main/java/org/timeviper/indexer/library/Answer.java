package org.timeviper.indexer.library;

/**
 * What was answered to a request.
 *
 * @param status the HTTP status
 * @param location the address that it named; null for none
 * @param mediaType the body's media type; null if there was none
 * @param body the body; null if there was none
 */
public record Answer(int status, String location, String mediaType, String body) {}
