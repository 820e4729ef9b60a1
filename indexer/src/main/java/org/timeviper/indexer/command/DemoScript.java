package org.timeviper.indexer.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demo does with the films that ship with the project.
 *
 * @param films the films' file names
 * @param searches queries
 * @param grounding a description and the film in which its span is wanted
 * @param question a question to the library
 */
record DemoScript(List<String> films, List<String> searches, Grounding grounding, String question) {

    private static final String FOLDER = "/samples/";

    /**
     * One grounding.
     *
     * @param film the film's file name
     * @param description what to find in it
     */
    record Grounding(String film, String description) {}

    /** @return the script that ships with the films */
    static DemoScript shipped() {
        try (InputStream content = resource("demo.json")) {
            return new ObjectMapper().readValue(content, DemoScript.class);
        } catch (IOException e) {
            throw new CommandFailure("the demo's script cannot be read: " + e.getMessage(), e);
        }
    }

    /** Copies the films out of the program. @return where they now lie */
    List<Path> unpack(Path folder) {
        List<Path> unpacked = new ArrayList<>();
        for (String film : films) {
            Path file = folder.resolve(film);
            try (InputStream content = resource(film)) {
                Files.createDirectories(folder);
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new CommandFailure(
                        "the sample film " + film + " cannot be unpacked to " + folder + ": " + e.getMessage(), e);
            }
            unpacked.add(file);
        }
        return unpacked;
    }

    private static InputStream resource(String name) {
        InputStream content = DemoScript.class.getResourceAsStream(FOLDER + name);
        if (content == null) {
            throw new CommandFailure("this build lacks the sample " + name + ". Build it anew: mvn package");
        }
        return content;
    }
}
