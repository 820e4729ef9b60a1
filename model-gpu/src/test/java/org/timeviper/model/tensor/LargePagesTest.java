package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.TensorFile;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorType;

class LargePagesTest {
    private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern LARGE = Pattern.compile("AnonHugePages: +(\\d+) kB");
    private static final int COLUMNS = 1000;

    @TempDir
    Path directory;

    @Test
    void aLargeTensorHasTheNumbersThatItWasStoredWith() throws IOException {
        float[] values = drawn(4500 * COLUMNS);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace();
                Checkpoint checkpoint = Checkpoint.open(stored(values))) {
            assertArrayEquals(
                    values,
                    new Weights(checkpoint, memory, Precision.FLOAT32)
                            .matrix("w")
                            .toFloatArray());
        }
    }

    /** Less than a large page, and just enough that one may begin and end in it, or not. */
    @Test
    void aSmallArrayKeepsItsNumbers() {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace()) {
            for (int rows : new int[] {1, 525, 700}) {
                float[] values = drawn(rows * COLUMNS);
                NDArray array = memory.floats(values, rows, COLUMNS);
                LargePages.keep(array, memory);
                assertArrayEquals(values, array.toFloatArray());
            }
            NDArray none = memory.floats(new float[0], 0, COLUMNS);
            LargePages.keep(none, memory);
            assertEquals(0, none.size());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLoadedTensorLiesInLargePagesWhereTheSystemHasThem() throws IOException {
        assumeTrue(Files.isReadable(SETTING) && !Files.readString(SETTING).contains("[never]"));
        Matcher release = RELEASE.matcher(System.getProperty("os.version"));
        assumeTrue(release.matches());
        int major = Integer.parseInt(release.group(1));
        assumeTrue(major > 6 || major == 6 && Integer.parseInt(release.group(2)) >= 1);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace();
                Checkpoint checkpoint = Checkpoint.open(stored(drawn(4500 * COLUMNS)))) {
            NDArray loaded = new Weights(checkpoint, memory, Precision.FLOAT32).matrix("w");
            long start = Pointer.nativeValue(Native.getDirectBufferPointer(Workspace.memory(loaded)));
            assertTrue(largePages(start + loaded.size() * Float.BYTES / 2) > 0);
        }
    }

    private static float[] drawn(int count) {
        float[] values = new float[count];
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private Path stored(float[] values) throws IOException {
        Path file = directory.resolve("model.safetensors");
        List<Long> shape = List.of((long) values.length / COLUMNS, (long) COLUMNS);
        TensorFile.safetensors(file, Map.of("w", TensorFile.Tensor.of(TensorType.F32, shape, values)));
        return file;
    }

    /** KiB of large pages in the mapping that holds an address. */
    private static long largePages(long address) throws IOException {
        boolean holds = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher large = LARGE.matcher(line);
            if (mapping.matches()) {
                holds = Long.parseUnsignedLong(mapping.group(1), 16) <= address
                        && address < Long.parseUnsignedLong(mapping.group(2), 16);
            } else if (holds && large.matches()) {
                return Long.parseLong(large.group(1));
            }
        }
        return 0;
    }
}
