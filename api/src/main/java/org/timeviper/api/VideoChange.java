package org.timeviper.api;

import java.util.List;

/**
 * What is said of a video from now on. A part that is null or absent stays as it is.
 *
 * @param collection the collection it belongs to, at most 200 characters; empty for none
 * @param tags all its tags, at most 100 of at most 100 characters and without commas; an empty list for none
 * @param language the language spoken in it, a BCP 47 tag; empty for unknown
 */
public record VideoChange(String collection, List<String> tags, String language) {}
