package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheUsersFolder() {
        Map<String, String> both = Map.of("TIMEVIPER_DATA", "/of/environment", "XDG_DATA_HOME", "/shared");
        assertEquals(
                Path.of("/given"), DataFolder.locate(Path.of("/given"), both).path());
        assertEquals(Path.of("/of/environment"), DataFolder.locate(null, both).path());
        assertEquals(
                Path.of("/shared/timeviper"),
                DataFolder.locate(null, Map.of("XDG_DATA_HOME", "/shared")).path());
        assertEquals(
                Path.of(System.getProperty("user.home"), ".local", "share", "timeviper"),
                DataFolder.locate(null, Map.of()).path());
    }

    @Test
    void aFreedLockCanBeTakenAgain() {
        DataFolder data = new DataFolder(folder);
        assertFalse(data.served());
        DataFolder.Lock lock = data.lockForServing().orElseThrow();
        assertTrue(data.served());
        lock.close();
        assertFalse(data.served());
        data.lockForServing().orElseThrow().close();
    }

    @Test
    void theServicesAddressIsWhatItWroteDown() throws Exception {
        DataFolder data = new DataFolder(folder);
        assertEquals(Optional.empty(), data.serviceAddress());
        data.writeAddress(8098);
        data.writeAddress(8099);
        assertEquals(Optional.of(URI.create("http://127.0.0.1:8099")), data.serviceAddress());
        data.removeAddress();
        assertEquals(Optional.empty(), data.serviceAddress());
        Files.writeString(folder.resolve("service.json"), "{\"port\":");
        assertEquals(Optional.empty(), data.serviceAddress(), "half written");
    }

    @Test
    void aStoredFilmIsFoundByItsIdentity() throws Exception {
        DataFolder data = new DataFolder(folder);
        assertTrue(data.original("id").isEmpty());
        Path film = folder.resolve("media/id/original.webm");
        Files.createDirectories(film.getParent());
        Files.createFile(film);
        assertEquals(Optional.of(film), data.original("id"));
    }
}
