package org.timeviper.indexer.media.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.TestFilm;

/** What a decoder does when the service that runs it is killed. */
class OrphanedDecoderTest {

    @TempDir
    Path folder;

    @Test
    void aDecoderThatNobodyListensToEndsWithoutPublishing() throws Exception {
        DecoderSettings settings = DecoderSettings.defaults();
        Path film = TestFilm.of(640, 480).write(folder.resolve("film.mp4"), 120);
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Process decoder = new ProcessBuilder(List.of(
                        settings.java().toString(),
                        "-cp",
                        settings.classPath(),
                        DecoderMain.class.getName(),
                        "sample",
                        film.toString(),
                        "25",
                        pictures.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        decoder.getInputStream().close();
        decoder.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        assertEquals(1, decoder.exitValue());
        assertFalse(Files.exists(pictures.resolve(SampledFilm.RECORD)));
    }
}
