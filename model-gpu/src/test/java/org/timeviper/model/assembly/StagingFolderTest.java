package org.timeviper.model.assembly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.config.ModelException;

class StagingFolderTest {

    @TempDir
    Path folder;

    /** It is where others could come between: what is finished has not moved yet, and the move may fail. */
    @Test
    void whatIsFinishedIsHeldUntilItHasAppeared() throws IOException {
        Path target = folder.resolve("model");
        try (StagingFolder staging = StagingFolder.beside(target)) {
            Files.writeString(staging.path().resolve("weights"), "all of them");
            Path inTheWay = Files.createDirectories(target.resolve("something"));
            assertThrows(IOException.class, staging::publish);
            Files.delete(inTheWay);
            Files.delete(target);
            ModelException e = assertThrows(ModelException.class, () -> StagingFolder.beside(target));
            assertTrue(e.getMessage().contains("another process"), e::getMessage);
            staging.publish();
        }
        assertArrayEquals(new String[] {"weights"}, target.toFile().list());
        assertEquals("all of them", Files.readString(target.resolve("weights")));
        assertArrayEquals(new String[] {"model"}, folder.toFile().list());
    }

    @Test
    void whatHasNotAppearedIsRemovedAndCanBeBegunAnew() throws IOException {
        Path target = folder.resolve("model");
        for (int i = 0; i < 2; i++) {
            try (StagingFolder staging = StagingFolder.beside(target)) {
                Files.writeString(staging.path().resolve("weights"), "some of them");
            }
            assertEquals(0, folder.toFile().list().length);
        }
    }
}
