package org.timeviper.indexer.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.timeviper.model.config.ModelException;

/**
 * The files of a model's directory as far as can be seen without reading them. Equal to what it was as long as nobody writes, adds or removes one; where the file system
 * tells when a file's entry changed, a copy that keeps size and time of the file that it replaces is seen too.
 *
 * @param attributes sizes and times by file name
 */
record ModelFiles(Map<String, Map<String, Object>> attributes) {

    /** @throws ModelException if the directory cannot be listed */
    static ModelFiles in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            Map<String, Map<String, Object>> attributes = new HashMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                attributes.put(file.getFileName().toString(), attributes(file));
            }
            return new ModelFiles(attributes);
        } catch (IOException | UncheckedIOException e) {
            throw new ModelException(
                    directory + " cannot be listed: a model's directory holds config.json, weights and tokenizer.json",
                    e);
        }
    }

    /** @return nothing for a file that has just gone */
    private static Map<String, Object> attributes(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        try {
            return Files.readAttributes(file, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }
}
