package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.checkpoint.CheckpointException;

class StoredArraysTest {
    private static final Map<String, String> ABOUT = Map.of("what", "a test's");

    @TempDir
    Path directory;

    /** The larger array is cut into two parts, the view is none that lies in one piece. */
    @Test
    void arraysComeBackToTheBitWhateverTheirPrecisionSizeAndLayout() throws IOException {
        Path file = directory.resolve("arrays");
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace()) {
            NDArray large = memory.floats(random(9000 * 1024), 9000, 1024);
            NDArray view = memory.stretch(memory.floats(random(4 * 50 * 8), 4, 50, 8), 1, 3, 17);
            NDArray half = memory.copy(view, Precision.BFLOAT16);
            StoredArrays.write(file, ABOUT, Map.of("half", half, "large", large, "view", view), kernels);
            try (StoredArrays stored = StoredArrays.open(file, ABOUT)) {
                assertEquals(memory.bytes(large), memory.bytes(stored.read("large", memory, 9000, 1024)));
                assertEquals(memory.bytes(view), memory.bytes(stored.read("view", memory, 4, -1, 8)));
                NDArray back = stored.read("half", memory, -1, -1, -1);
                assertEquals(2, memory.width(back));
                assertEquals(memory.bytes(half), memory.bytes(back));
                assertThrows(CheckpointException.class, () -> stored.read("large", memory, 9000, 1023));
                assertThrows(CheckpointException.class, () -> stored.read("none", memory, 1));
            }
        }
    }

    /** Any bits that a number can have but those of numbers that are none. */
    private static float[] random(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isNaN(value) ? -0.0f : value;
        }
        return values;
    }
}
