package org.timeviper.api;

import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/**
 * Registers a file that already lies below the configured import folder, or brings one from another server. Either {@code path} or {@code url} is given.
 *
 * @param path the file's path, relative to the import folder
 * @param url the film's address, on a host that the service may import from; the job brings it
 * @param name what to call the video; null for the file's name
 * @param collection the collection it belongs to, at most 200 characters; null for none
 * @param tags its tags, at most 100 of at most 100 characters and without commas; null for none
 * @param language the language spoken in it, a BCP 47 tag; null for unknown
 * @param metadata what else is said of it, in keys of the client's own: at most 64, each of 1 to 64 letters (A-Z, a-z), digits, dots, underscores and hyphens, with values of
 *     1 to 1,024 characters; null for nothing
 */
public record ImportRequest(
        @Size(max = 4096) String path,
        @Size(max = 8192) String url,
        @Size(max = 255) String name,
        String collection,
        List<String> tags,
        String language,
        Map<String, String> metadata) {}
