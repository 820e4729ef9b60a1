package org.timeviper.indexer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.model.task.Span;

/** The model of the service, with the starter. */
class LoadedModelTest {

    @TempDir
    Path folder;

    /** The starter takes 64 frames, one a second. */
    @Test
    void windowsReachAsFarAsTheModelsFramesAndTheLastIsWhatIsLeft() {
        LoadedModel model = new LoadedModel(new ModelAt(ModelAt.STARTER), new MediaStore(folder), frames -> {});
        assertEquals(List.of(new Span(0, 64), new Span(64, 128), new Span(128, 130.5)), model.windows(130.5));
        assertEquals(List.of(new Span(0, 64), new Span(64, 128)), model.windows(128));
        assertEquals(List.of(new Span(0, 9.2)), model.windows(9.2));
        assertEquals(List.of(), model.windows(0));
    }
}
