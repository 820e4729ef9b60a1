package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ModelException;

class KernelsTest {
    @Test
    void kernelsWrittenAsTextRunInTheEngine() {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace workspace = kernels.workspace()) {
            NDArray w = workspace.floats(new float[] {1, 2, 3, 4}, 2, 2);
            NDArray y = workspace.linear(workspace.floats(new float[] {1, 1}, 1, 2), w);
            assertArrayEquals(new float[] {3, 7}, y.toFloatArray());
        }
    }

    @Test
    void anAbsentDeviceIsNamedWithWhatToDo() {
        ModelException e = assertThrows(ModelException.class, () -> Kernels.load(ComputeDevice.cuda(99), 0));
        assertTrue(e.getMessage().contains("cuda:99") && e.getMessage().contains("use cpu"), e.getMessage());
    }
}
