package org.timeviper.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * Registers a file that already lies below the configured import folder.
 *
 * @param path the file's path, relative to the import folder
 * @param name what to call the video; null for the file's name
 */
public record ImportRequest(
        @NotBlank @Size(max = 4096) String path,
        @Size(max = 255) String name) {}
