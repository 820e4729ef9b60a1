package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.cost.LayerClock.Work;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Workspace;

/** Whose time is whose, by a time that goes on as the test says. */
class LayerClockTest {

    private static final long MILLISECOND = 1_000_000;

    @TempDir
    Path directory;

    private final AtomicLong time = new AtomicLong();

    /** A card has the work of a layer done when the next one has long been given to it. */
    @Test
    void whatADeviceDoesLaterIsCountedForTheLayerThatGaveIt() {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace()) {
            NDArray stream = memory.floats(new float[6], 3, 2);
            AtomicLong given = new AtomicLong();
            LayerClock clock = new LayerClock(
                    List.of(LayerKind.MAMBA, LayerKind.MLP), () -> time.addAndGet(given.getAndSet(0)), time::get);
            clock.entering(0, Part.PREFIX, stream);
            given.set(200 * MILLISECOND);
            clock.entering(1, Part.PREFIX, stream);
            given.set(50 * MILLISECOND);
            clock.entering(2, Part.PREFIX, stream);
            assertEquals(200, clock.millis(Work.MAMBA));
            assertEquals(50, clock.millis(Work.MLP));
            assertEquals(3, clock.left());
        }
    }

    /** A millisecond goes by from one look at the clock to the next: so every layer takes one for the frames, and one for the instruction. */
    @ParameterizedTest
    @CsvSource({"M-*M--M-, '', 3, 1, 4, 0", "M-*M*-, uni_2_0.3, 2, 2, 2, 1", "M-*M*-, uni_1_0.5-uni_4_0.3, 2, 2, 2, 2"})
    void everyLayerOfAPrefillIsCountedForItsKind(
            String pattern, String schedule, double mamba, double attention, double mlp, double dropping)
            throws Exception {
        RandomModel.write(directory, RandomModel.config(pattern, schedule, false), 3);
        try (Network network = Network.load(directory, ModelOptions.defaults());
                Workspace memory = network.kernels().workspace()) {
            LayerClock clock =
                    new LayerClock(network.config().decoder().layers(), () -> {}, () -> time.addAndGet(MILLISECOND));
            int hidden = network.config().decoder().hidden();
            NDArray frames = memory.floats(new float[20 * hidden], 20, hidden);
            try (PromptPrefix prefix = network.decoder().prefix(new long[] {1}, frames, clock)) {
                network.decoder().instruct(prefix, new long[] {2, 3}, clock).close();
                assertEquals(2 * mamba, clock.millis(Work.MAMBA));
                assertEquals(2 * attention, clock.millis(Work.ATTENTION));
                assertEquals(2 * mlp, clock.millis(Work.MLP));
                assertEquals(dropping, clock.millis(Work.DROPPING));
            }
        }
    }
}
