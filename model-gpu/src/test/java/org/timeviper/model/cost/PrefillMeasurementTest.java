package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
        assertTrue(parts > 0 && parts < result.prefillMillis(), result::toString);
        assertEquals(dropping.equals("none"), result.droppingMillis() == 0, result::toString);
        assertTrue(result.peakBytes() >= result.loadedBytes() && result.loadedBytes() > 1 << 20, result::toString);
        assertNull(result.cardBytes(), "a processor has no card's memory");
    }

    /** Of three models each has layers of one kind. */
    @ParameterizedTest
    @CsvSource({"M, true, false, false", "*, false, true, false", "-, false, false, true"})
    void whatALayerTakesIsToldOfItsKind(String pattern, boolean mamba, boolean attention, boolean mlp)
            throws IOException {
        RandomModel.write(directory, RandomModel.config(pattern, "", false), 3);
        PrefillResult result = measure("none", 3);
        assertEquals(mamba, result.mambaMillis() > 0, result::toString);
        assertEquals(attention, result.attentionMillis() > 0, result::toString);
        assertEquals(mlp, result.mlpMillis() > 0, result::toString);
    }

    /** So many frames that the prefill takes some ticks of a clock that tells processor time in hundredths of a second. */
    @Test
    void whatAPrefillTakesIsAPartOfWhatTheMeasurementTakes() throws IOException {
        RandomModel.write(directory, RandomModel.config("M-*", "", false), 3);
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long used = process.getProcessCpuTime();
        long began = System.nanoTime();
        PrefillResult result = measure("none", 1500);
        double millis = (System.nanoTime() - began) / 1e6;
        double processorMillis = (process.getProcessCpuTime() - used) / 1e6;
        assertTrue(result.prefillMillis() > 0 && result.prefillMillis() < millis, result::toString);
        assertTrue(
                result.prefillProcessorMillis() > 0 && result.prefillProcessorMillis() < processorMillis,
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
                .mapToObj(i -> new Timing(new LayerClock(List.of(), () -> {}, () -> 0), millis[i], 1, 1))
                .toList();
    }
}
