package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.Frame;
import org.timeviper.model.FrameSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.RandomModel;
import org.timeviper.model.cost.PrefillMeasurement.Timing;

class PrefillMeasurementTest {
    private static final PrefillExtent ONCE = new PrefillExtent(1, 2);

    @TempDir
    Path directory;

    private static FrameSource threeFrames() {
        Random random = new Random(1);
        return FrameSource.of(IntStream.range(0, 3)
                .mapToObj(i -> {
                    byte[] rgb = new byte[3 * 20 * 10];
                    random.nextBytes(rgb);
                    return new Frame(i, 20, 10, rgb);
                })
                .toList());
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
    void theTokensThatAreLeftAreCountedBehindTheLastLayer(String dropping, int frames, long kept) throws IOException {
        RandomModel.write(directory, RandomModel.config("M-*M*-", "uni_2_0.5", true), 3);
        PrefillResult result = measure(dropping, frames);
        assertEquals(kept, result.keptTokens());
        assertTrue(result.visionMillis() > 0 && result.decodeMillisPerToken() > 0, result::toString);
        double parts = result.mambaMillis() + result.attentionMillis() + result.mlpMillis() + result.droppingMillis();
        assertTrue(parts < result.prefillMillis() && parts > result.prefillMillis() / 3, result::toString);
        assertEquals(dropping.equals("none"), result.droppingMillis() == 0, result::toString);
        assertTrue(result.peakBytes() >= result.loadedBytes() && result.loadedBytes() > 1 << 20, result::toString);
        assertNull(result.cardBytes(), "a processor has no card's memory");
    }

    /** Of three models each has one kind of layer that does nearly all the work. */
    @ParameterizedTest
    @CsvSource({"intermediate_size, 60000", "mamba_head_dim, 4000", "head_dim, 12000"})
    void whatALayerTakesIsCountedForItsKind(String size, int large) throws IOException {
        ObjectNode config = RandomModel.config("M-*", "", false);
        ((ObjectNode) config.get("llm")).put(size, large);
        RandomModel.write(directory, config, 3);
        PrefillResult result = measure("none", 30);
        double most =
                switch (size) {
                    case "intermediate_size" -> result.mlpMillis();
                    case "mamba_head_dim" -> result.mambaMillis();
                    default -> result.attentionMillis();
                };
        assertTrue(most > 0.7 * result.prefillMillis(), result::toString);
        double processors = Runtime.getRuntime().availableProcessors();
        assertTrue(
                result.prefillProcessorMillis() > 0.05 * result.prefillMillis()
                        && result.prefillProcessorMillis() < 1.5 * processors * result.prefillMillis(),
                result::toString);
    }

    private PrefillResult measure(String dropping, int frames) {
        return PrefillMeasurement.measure(
                directory,
                ModelOptions.defaults(),
                Dropping.parse(dropping),
                threeFrames().repeatedTo(frames),
                ONCE);
    }

    @Test
    void aLongerPromptHasTheSameFramesAgain() {
        FrameSource frames = threeFrames();
        FrameSource many = frames.repeatedTo(8);
        assertEquals(List.of(0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0), many.seconds());
        for (int i = 0; i < 8; i++) {
            assertEquals(frames.read(i % 3), many.read(i));
        }
    }

    @Test
    void thereIsNoMeasurementOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new PrefillExtent(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new PrefillExtent(1, 0));
    }

    @Test
    void theRunInTheMiddleIsTold() {
        assertEquals(2, PrefillMeasurement.middle(timings(9, 1, 2)).prefillMillis());
        assertEquals(1, PrefillMeasurement.middle(timings(9, 1, 2, 1)).prefillMillis());
        assertEquals(4, PrefillMeasurement.middle(timings(4)).prefillMillis());
    }

    private static List<Timing> timings(double... millis) {
        return IntStream.range(0, millis.length)
                .mapToObj(i -> new Timing(new LayerClock(List.of(), () -> {}), millis[i], 1, 1))
                .toList();
    }
}
