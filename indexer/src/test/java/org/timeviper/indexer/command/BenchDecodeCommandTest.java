package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.media.TestFilm;

class BenchDecodeCommandTest {

    @TempDir
    private Path folder;

    private final RecordedTerminal terminal = new RecordedTerminal();

    @Test
    void everyFrameIsDecodedAndEveryKeptPictureReadAgain() throws IOException {
        Path film = folder.resolve("a film.mp4");
        TestFilm.of(64, 48).write(film, 3);
        assertEquals(0, terminal.run("bench", "decode", "--fps", "2", "--json", film.toString()), terminal.err());
        JsonNode told = new ObjectMapper().readTree(terminal.out()).get(0);
        assertEquals("a film.mp4", told.path("film").asText());
        assertEquals(6, told.path("pictures").asInt());
        assertTrue(told.path("frames").asLong() >= 24, terminal.out());
        assertEquals(
                3 / told.path("decodeSeconds").asDouble(),
                told.path("timesRealTime").asDouble(),
                0.1);
    }

    @Test
    void withoutAFilmTheOnesThatShipAreDecoded() {
        assertEquals(0, terminal.run("bench", "decode"), terminal.err());
        for (String film : DemoScript.shipped().films()) {
            assertTrue(terminal.out().contains(film), terminal.out());
        }
    }

    @Test
    void whatIsNoFilmIsAnErrorThatNamesIt() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "no film");
        assertEquals(1, terminal.run("bench", "decode", notes.toString()));
        assertTrue(terminal.err().contains("notes.txt"), terminal.err());
        assertEquals(2, terminal.run("bench", "decode", "--fps", "0", notes.toString()));
    }
}
