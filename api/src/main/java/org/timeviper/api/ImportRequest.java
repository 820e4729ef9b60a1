package org.timeviper.api;

import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Registers a file that already lies below the configured import folder, or brings one from another server. Either {@code path} or {@code url} is given.
 *
 * @param path the file's path, relative to the import folder
 * @param url the film's address, on a host that the service may import from; the job brings it
 * @param name what to call the video; null for the file's name
 * @param collection the collection it belongs to, at most 200 characters; null for none
 * @param tags its tags, at most 100 of at most 100 characters and without commas; null for none
 * @param language the language spoken in it, a BCP 47 tag; null for unknown
 */
public record ImportRequest(
        @Size(max = 4096) String path,
        @Size(max = 8192) String url,
        @Size(max = 255) String name,
        String collection,
        List<String> tags,
        String language) {}
