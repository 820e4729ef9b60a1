package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.Frame;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.tensor.Workspace;

class PrefillMeasurementTest {
    private static final PrefillTask.Extent ONCE = new PrefillTask.Extent(1, 2);

    @TempDir
    Path directory;

    private Path seen;

    @BeforeEach
    void lookAtThreeFrames() throws IOException {
        RandomModel.write(directory, RandomModel.config("M-*M*-", "uni_2_0.5", true), 3);
        seen = directory.resolve("seen");
        Random random = new Random(1);
        List<Frame> frames = IntStream.range(0, 3)
                .mapToObj(i -> {
                    byte[] rgb = new byte[3 * 20 * 10];
                    random.nextBytes(rgb);
                    return new Frame(i, 20, 10, rgb);
                })
                .toList();
        try (Network network = Network.load(directory, ModelOptions.defaults())) {
            assertTrue(SeenFrames.look(network, frames, seen) > 0);
        }
    }

    /** 5 tokens a frame. */
    @ParameterizedTest
    @CsvSource({
        "none, 7, 35",
        "pdrop:uni_2_0.3, 7, 10",
        "transv:uni_2_0.3, 7, 10",
        "transv:uni_2_0.5-attn_4_0.1, 40, 20",
        "transv:attn_2_0.5-attn_4_0.1, 40, 20",
        "none, 1, 5"
    })
    void theTokensThatAreLeftAreCountedBehindTheLastLayer(String dropping, int frames, long kept) {
        PrefillResult result =
                PrefillMeasurement.measure(new PrefillTask(directory, seen, Dropping.parse(dropping), frames, ONCE));
        assertEquals(5L * frames, result.visionTokens());
        assertEquals(kept, result.keptTokens());
        assertTrue(result.prefillMillis() > 0 && result.decodeMillisPerToken() > 0, result::toString);
        assertTrue(result.peakBytes() >= result.loadedBytes() && result.loadedBytes() > 1 << 20, result::toString);
    }

    @Test
    void aLongerPromptReadsTheSameFramesAgain() {
        try (Network network = Network.load(directory, ModelOptions.defaults());
                Workspace memory = network.kernels().workspace()) {
            float[] few = SeenFrames.read(memory, seen, 15, 40).toFloatArray();
            float[] many = SeenFrames.read(memory, seen, 40, 40).toFloatArray();
            for (int i = 0; i < many.length; i++) {
                assertEquals(few[i % few.length], many[i]);
            }
        }
    }

    @Test
    void aTaskTravelsAsArguments() {
        PrefillTask task = new PrefillTask(
                directory, seen, Dropping.parse("transv:uni_2_0.3"), 4096, new PrefillTask.Extent(5, 32));
        assertEquals(task, PrefillTask.of(task.arguments().toArray(String[]::new)));
        assertThrows(IllegalArgumentException.class, () -> new PrefillTask.Extent(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new PrefillTask.Extent(1, 0));
    }

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertEquals(2, PrefillMeasurement.median(List.of(9.0, 1.0, 2.0)));
        assertEquals(1.5, PrefillMeasurement.median(List.of(9.0, 1.0, 2.0, 1.0)));
    }

    @Test
    void whatIsSeenLiesInTheFileAsFloats() throws IOException {
        assertEquals(3 * 5 * 40 * Float.BYTES, Files.size(seen));
    }
}
