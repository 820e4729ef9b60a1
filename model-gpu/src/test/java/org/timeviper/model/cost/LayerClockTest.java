package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Workspace;

class LayerClockTest {

    /** A card has the work of a layer done when the next one has long been given to it. */
    @Test
    void whatADeviceDoesLaterIsCountedForTheLayerThatGaveIt() {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace()) {
            NDArray stream = memory.floats(new float[6], 3, 2);
            long[] given = {0};
            LayerClock clock = new LayerClock(List.of(LayerKind.MAMBA, LayerKind.MLP), () -> {
                LockSupport.parkNanos(given[0]);
                given[0] = 0;
            });
            clock.entering(0, Part.PREFIX, stream);
            given[0] = TimeUnit.MILLISECONDS.toNanos(200);
            clock.entering(1, Part.PREFIX, stream);
            given[0] = TimeUnit.MILLISECONDS.toNanos(50);
            clock.entering(2, Part.PREFIX, stream);
            assertEquals(200, clock.millis(LayerClock.Work.MAMBA), 45);
            assertEquals(50, clock.millis(LayerClock.Work.MLP), 45);
            assertEquals(3, clock.left());
        }
    }
}
