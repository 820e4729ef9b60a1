package org.timeviper.indexer.library;

/**
 * What was answered to a request.
 *
 * @param status the HTTP status
 * @param location the address that it named, as it named it; null for none
 * @param uploadExpires until when the upload that it begins waits, as it said so; null if it begins none
 * @param mediaType the body's media type; null if there was none
 * @param body the body; null if there was none
 */
public record Answer(int status, String location, String uploadExpires, String mediaType, String body) {}
