package org.timeviper.api;

import java.util.List;
import java.util.Map;

/**
 * What is said of a video from now on. A part that is null or absent stays as it is.
 *
 * @param collection the collection it belongs to, at most 200 characters; empty for none
 * @param tags all its tags, at most 100 of at most 100 characters and without commas; an empty list for none
 * @param language the language spoken in it, a BCP 47 tag; empty for unknown
 * @param metadata keys that get another value or are new; a key whose value is null is removed, and the others stay, as in a JSON merge patch (RFC 7396). Then there may be at
 *     most 64, each of 1 to 64 letters (A-Z, a-z), digits, dots, underscores and hyphens, with values of 1 to 1,024 characters
 */
public record VideoChange(String collection, List<String> tags, String language, Map<String, String> metadata) {}
