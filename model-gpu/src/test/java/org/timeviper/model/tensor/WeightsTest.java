package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.TensorFile;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;

class WeightsTest {
    private static final long COLUMNS = 4480;

    @TempDir
    Path directory;

    /** The embeddings of the published 9B in float32: 2.35 GB of zeros, and three numbers in the last row. */
    @Test
    void aTensorThatNoBufferHoldsIsReadRowByRow() throws IOException {
        Path file = directory.resolve("model.safetensors");
        long rows = 131_072;
        TensorFile.sparse(file, Map.of("w", new TensorInfo("w", TensorType.F32, List.of(rows, COLUMNS))));
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(out.length() - 4 * COLUMNS);
            out.write(ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(1.5f)
                    .putFloat(-2)
                    .putFloat(3)
                    .array());
        }
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            Weights weights = new Weights(checkpoint, memory, Precision.BFLOAT16);
            float[] last = weights.exactRows("w", rows - 2, 2).toFloatArray();
            assertEquals(2 * COLUMNS, last.length);
            assertEquals(0, last[(int) COLUMNS - 1]);
            assertEquals(1.5f, last[(int) COLUMNS]);
            assertEquals(-2, last[(int) COLUMNS + 1]);
            assertEquals(3, last[(int) COLUMNS + 2]);
        }
    }

    /** Two blocks and some rows of a third. */
    @Test
    void aTensorOfSeveralBlocksIsTheSameAsInOnePiece() throws IOException {
        int rows = 17_000;
        int columns = 1000;
        float[] values = new float[rows * columns];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        Path file = directory.resolve("model.safetensors");
        List<Long> shape = List.of((long) rows, (long) columns);
        TensorFile.safetensors(file, Map.of("w", TensorFile.Tensor.of(TensorType.F32, shape, values)));
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            Weights weights = new Weights(checkpoint, memory, Precision.BFLOAT16);
            assertArrayEquals(values, weights.exact("w").toFloatArray());
            assertEquals(
                    memory.bytes(memory.copy(memory.floats(values, rows, columns), Precision.BFLOAT16)),
                    memory.bytes(weights.matrix("w")));
        }
    }
}
