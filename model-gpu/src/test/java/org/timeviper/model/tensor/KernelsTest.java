package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void withoutTheOperatorLibraryTheKernelsComputeAllByThemselves() {
        assertFalse(OperatorLibrary.isLoaded());
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0)) {
            assertEquals("selective_scan", kernels.method("selective_scan"));
        }
    }

    /** Two pieces that are joined, pieces by oneDNN, and masked blocks, as cards compute it in float32: at lengths that all cut up, and first chunks. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 600, 9000, 2, 3, 1e-6",
        "FLOAT32, 700, 700, 1, 2, 1e-6",
        "FLOAT32, 2, 5000, 3, 1, 1e-6",
        "FLOAT32, 1, 3000, 2, 2, 1e-6",
        "BFLOAT16, 600, 9000, 2, 2, 2e-2",
        "BFLOAT16, 700, 700, 1, 2, 2e-2"
    })
    void allWaysToAttendGiveTheSame(
            Precision precision, int tokens, int length, int groups, int shared, double tolerance) throws Exception {
        int width = 16;
        Random random = new Random(length);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Kernels plain = Kernels.load(ComputeDevice.cpu(), KernelArchive.plain());
                Workspace workspace = kernels.workspace();
                Workspace other = plain.workspace()) {
            NDArray q = random(workspace, random, precision, tokens, groups * shared * width);
            NDArray keys = random(workspace, random, precision, groups, length + 50, width);
            NDArray values = random(workspace, random, precision, groups, length + 50, width);
            float[] masked = masked(kernels, workspace, q, keys, values, length);
            requireNear(masked, floats(workspace, workspace.causalAttention(q, keys, values, length)), tolerance);
            requireNear(masked, floats(other, other.causalAttention(q, keys, values, length)), tolerance);
        }
    }

    /** One row, the most that go by MKL and one more, rows of frames, rows that lie in a wider matrix, none; with and without bias. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 50, 32, 1e-6", "FLOAT32, 512, 128, 1e-6", "BFLOAT16, 50, 32, 0"})
    void linearMapsByOneDnnGiveWhatThoseOfThePlainKernelsDo(Precision precision, int width, int least, double tolerance)
            throws Exception {
        Random random = new Random(3);
        try (Kernels plain = Kernels.load(ComputeDevice.cpu(), KernelArchive.plain());
                Kernels oneDnn = Kernels.load(ComputeDevice.cpu(), KernelArchive.withAllProductsByOneDnn());
                Workspace one = plain.workspace();
                Workspace other = oneDnn.workspace()) {
            NDArray w = random(one, random, precision, 30, width);
            NDArray b = random(one, random, precision, 30);
            for (NDArray x : List.of(
                    random(one, random, Precision.FLOAT32, 1, width),
                    random(one, random, Precision.FLOAT32, least - 1, width),
                    random(one, random, Precision.FLOAT32, least, width),
                    random(one, random, Precision.FLOAT32, 3, least / 2, width),
                    one.stretch(random(one, random, Precision.FLOAT32, 2 * least, width + 20), 1, 11, width),
                    random(one, random, Precision.FLOAT32, 0, width))) {
                assertEquals(one.linear(x, w).getShape(), other.linear(x, w).getShape());
                requireNear(floats(one, one.linear(x, w)), floats(other, other.linear(x, w)), tolerance);
                requireNear(floats(one, one.linear(x, w, b)), floats(other, other.linear(x, w, b)), tolerance);
            }
        }
    }

    /** Without {@link ProcessEnd} it ends in a crash: the code that it is in is unmapped. */
    @Test
    void aProcessThatIsStoppedWhileItComputesEndsAsOneThatDoesNot(@TempDir Path folder) throws Exception {
        Process process = busyProcess(folder);
        List<String> said = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            String line = reader.readLine();
            while (line != null) {
                said.add(line);
                if (line.equals(BusyProcess.COMPUTING)) {
                    process.toHandle().destroy(); // which leaves the stream open
                }
                line = reader.readLine();
            }
        }
        assertEquals(128 + 15, process.waitFor(), () -> String.join("\n", said));
        assertTrue(said.contains(BusyProcess.HELD_BACK), () -> String.join("\n", said));
    }

    @Test
    void aProcessThatBeginsToComputeAsItEndsKeepsItsStatus(@TempDir Path folder) throws Exception {
        Process process = busyProcess(folder, "7");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(7, process.waitFor(), said);
        assertTrue(said.contains(BusyProcess.COMPUTING), said);
    }

    private static Process busyProcess(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                BusyProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** In the builds that ship; float32's products where MKL is not of the processor's maker, see {@code onednn_linear.py}. */
    @Test
    void aProcessorsAttentionAndProductsAreOneDnnsWhereTheEngineHasIt() throws Exception {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        assumeTrue(
                platform.equals("Linux amd64"), "the engine for " + platform + " may have been built without oneDNN");
        boolean intel = ProcessorMaker.here().orElseThrow().equals(ProcessorMaker.INTEL);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0)) {
            assertEquals(intel ? "linear" : "linear_by_onednn", kernels.method("linear"));
            assertEquals(intel ? "linear_bias" : "linear_bias_by_onednn", kernels.method("linear_bias"));
            assertEquals("causal_attention_by_onednn", kernels.method("causal_attention"));
            assertEquals("branched_attention_by_onednn", kernels.method("branched_attention"));
        }
    }

    @Test
    void aProcessorsMakerIsWhatLinuxTells(@TempDir Path folder) throws IOException {
        Path told = folder.resolve("cpuinfo");
        Files.writeString(told, "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\n");
        assertEquals(Optional.of(ProcessorMaker.INTEL), ProcessorMaker.toldIn(told));
        Files.writeString(told, "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\n");
        assertEquals(Optional.empty(), ProcessorMaker.toldIn(told));
    }

    @Test
    void whatTheEngineDoesNotKnowIsComputedByThePlainKernels() throws Exception {
        KernelArchive unknown = KernelArchive.with("_by_nobody", "unknown.py");
        assertEquals("linear_by_nobody", unknown.method("linear"));
        assertThrows(EngineException.class, () -> Kernels.load(ComputeDevice.cpu(), unknown));
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), unknown, KernelArchive.plain());
                Workspace workspace = kernels.workspace()) {
            NDArray w = workspace.floats(new float[] {2}, 1, 1);
            assertArrayEquals(new float[] {4}, workspace.linear(w, w).toFloatArray());
        }
    }

    /** At one query, at a first chunk of what is its own, and at a later one. */
    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1, 900, 300, 2, 3, 1e-6",
        "FLOAT32, 1, 3, 1, 1, 1, 1e-6",
        "FLOAT32, 40, 900, 40, 2, 3, 1e-6",
        "FLOAT32, 40, 900, 300, 3, 1, 1e-6",
        "FLOAT32, 100, 5000, 100, 2, 3, 1e-6",
        "FLOAT32, 200, 900, 300, 1, 2, 1e-6",
        "BFLOAT16, 1, 900, 300, 2, 2, 1e-2",
        "BFLOAT16, 40, 900, 300, 2, 2, 1e-2",
        "BFLOAT16, 100, 900, 300, 2, 2, 2e-2"
    })
    void whereATrunkLiesElsewhereAttentionIsWhatItWouldBeInOnePlace(
            Precision precision, int tokens, int before, int own, int groups, int shared, double tolerance) {
        int width = 16;
        Random random = new Random(own);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace workspace = kernels.workspace()) {
            NDArray q = random(workspace, random, precision, tokens, groups * shared * width);
            NDArray keys = random(workspace, random, precision, groups, before + own, width);
            NDArray values = random(workspace, random, precision, groups, before + own, width);
            Workspace.Trunk trunk = new Workspace.Trunk(
                    withRoom(workspace, keys, 0, before), withRoom(workspace, values, 0, before), before, 1);
            NDArray apart = workspace.branchedAttention(
                    q, trunk, withRoom(workspace, keys, before, own), withRoom(workspace, values, before, own), own);
            requireNear(
                    floats(workspace, workspace.causalAttention(q, keys, values, before + own)),
                    floats(workspace, apart),
                    tolerance);
        }
    }

    /** As on a card in bfloat16: 300 tokens are 18 chunks and a part of one, so that the state is rounded on its way as often. What is not a product, and one token, is not rounded. */
    @Test
    void ofAMambaLayersChunksTheFactorsAloneAreRounded() {
        Random random = new Random(5);
        try (Kernels exact = Kernels.load(ComputeDevice.cpu(), 0);
                Kernels rounded = Kernels.load(ComputeDevice.cpu(), 0, Precision.BFLOAT16);
                Workspace one = exact.workspace();
                Workspace other = rounded.workspace()) {
            NDArray xbc = random(one, random, Precision.FLOAT32, 300, 8 * 16 + 2 * 2 * 32);
            NDArray dt = one.timeStep(
                    random(one, random, Precision.FLOAT32, 300, 3),
                    random(one, random, Precision.FLOAT32, 8, 3),
                    one.floats(new float[] {-4, -4, -4, -4, -4, -4, -4, -4}, 8),
                    0,
                    0.1);
            NDArray aLog = one.floats(new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f, 2.7f, 0.1f}, 8);
            NDArray state = random(one, random, Precision.FLOAT32, 8, 16, 32);
            Workspace.Pair expected = one.selectiveScan(xbc, dt, aLog, aLog, state, 2, 16);
            Workspace.Pair found = other.selectiveScan(xbc, dt, aLog, aLog, state, 2, 16);
            assertBetween(
                    1e-4, 1e-2, expected.first().toFloatArray(), found.first().toFloatArray());
            assertBetween(
                    1e-4, 1e-2, expected.second().toFloatArray(), found.second().toFloatArray());

            NDArray last = one.rows(xbc, 299, 1);
            NDArray step = one.rows(dt, 299, 1);
            assertArrayEquals(
                    one.selectiveScan(last, step, aLog, aLog, state, 2, 16)
                            .second()
                            .toFloatArray(),
                    other.selectiveScan(last, step, aLog, aLog, state, 2, 16)
                            .second()
                            .toFloatArray());
        }
    }

    private static void assertBetween(double least, double most, float[] expected, float[] actual) {
        requireNear(expected, actual, most);
        assertThrows(AssertionError.class, () -> requireNear(expected, actual, least));
    }

    /** A copy of some tokens, behind which other numbers stand. */
    private static NDArray withRoom(Workspace workspace, NDArray all, long start, long count) {
        NDArray some = workspace.stretch(all, 1, start, count);
        return workspace.concatenate(some, some, 1);
    }

    private static float[] floats(Workspace workspace, NDArray x) {
        return workspace.toFloat32(x).toFloatArray();
    }

    private static void requireNear(float[] expected, float[] actual, double tolerance) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(actual[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertEquals(expected.length, actual.length);
        assertEquals(0, Math.sqrt(difference / Math.max(norm, Double.MIN_NORMAL)), tolerance);
    }

    private static NDArray random(Workspace workspace, Random random, Precision precision, long... shape) {
        float[] values = new float[Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextGaussian());
        }
        return workspace.copy(workspace.floats(values, shape), precision);
    }

    private static float[] masked(
            Kernels kernels, Workspace workspace, NDArray q, NDArray keys, NDArray values, long length) {
        try (IValue first = IValue.from((PtNDArray) q);
                IValue second = IValue.from((PtNDArray) keys);
                IValue third = IValue.from((PtNDArray) values);
                IValue last = IValue.from(length);
                IValue result = IValueUtils.runMethod(kernels.block(), "masked_attention", first, second, third, last);
                NDArray mixed = result.toTensor((PtNDManager) q.getManager())) {
            return floats(workspace, mixed);
        }
    }

    @Test
    void theEngineIsPartOfTheFingerprint() {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0)) {
            String engine = Engine.getEngine("PyTorch").getVersion();
            assertTrue(
                    kernels.fingerprint().contains(engine)
                            && kernels.fingerprint().contains(Engine.getDjlVersion()),
                    kernels.fingerprint());
        }
    }

    @Test
    void anAbsentDeviceIsNamedWithWhatToDo() {
        ModelException e = assertThrows(ModelException.class, () -> Kernels.load(ComputeDevice.cuda(99), 0));
        assertTrue(e.getMessage().contains("cuda:99") && e.getMessage().contains("use cpu"), e.getMessage());
        assertTrue(e.getMessage().contains("TIMEVIPER_LIBTORCH"), e.getMessage());
    }
}
