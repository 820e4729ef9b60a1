package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator library, its part for processors built here, held to the TorchScript kernels that it stands for. */
class OperatorLibraryTest {
    private static final int ROUNDS = 5;

    @TempDir
    private static Path folder;

    private static Path library;
    private static Kernels plain;
    private static Kernels operators;

    @BeforeAll
    static void build() throws Exception {
        boolean compiler = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "g++")));
        assumeTrue(compiler, "there is no g++ on PATH to build the operator library with");
        library = folder.resolve("libtimeviper_operators.so");
        run(List.of("src/main/cuda/build.sh", "--processor-alone", library.toString()));
        plain = Kernels.load(ComputeDevice.cpu(), KernelArchive.plain());
        // The engine has been loaded without it by other tests: this is what it does with what its setting names.
        System.load(library.toString());
        operators = Kernels.load(ComputeDevice.cpu(), KernelArchive.withOperators());
    }

    @AfterAll
    static void close() {
        Stream.of(plain, operators).filter(kernels -> kernels != null).forEach(Kernels::close);
    }

    /** Sizes of a Mamba layer, drawn; some that the library leaves to the other kernels. */
    private record Sizes(int tokens, int groups, int heads, int width, int numbers, int inputs) {
        static Sizes draw(Random random) {
            int groups = 1 + random.nextInt(3);
            int tokens = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(70);
            int heads = groups * (1 + random.nextInt(3));
            int numbers = random.nextInt(4) == 0 ? 1 + random.nextInt(9) : 4 * (1 + random.nextInt(64));
            return new Sizes(tokens, groups, heads, 4 + random.nextInt(9), numbers, 2 + random.nextInt(4));
        }

        int inner() {
            return heads * width;
        }

        int convolved() {
            return inner() + 2 * groups * numbers;
        }
    }

    /** The arrays of one layer, the same for both kinds of kernels. */
    private static final class Layer {
        final Workspace workspace;
        final Sizes sizes;
        final Random random;
        final NDArray projected;
        final NDArray w;
        final NDArray b;
        final NDArray aLog;
        final NDArray d;

        Layer(Workspace workspace, Sizes sizes, long seed, Precision precision) {
            this.workspace = workspace;
            this.sizes = sizes;
            this.random = new Random(seed);
            this.projected = workspace.copy(random(sizes.tokens, sizes.inner() + sizes.convolved() + 3), precision);
            this.w = random(sizes.convolved(), 1, sizes.inputs);
            this.b = random(sizes.convolved());
            this.aLog = random(sizes.heads);
            this.d = random(sizes.heads);
        }

        NDArray random(long... shape) {
            float[] values = new float[Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact))];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return workspace.floats(values, shape);
        }

        NDArray timeSteps() {
            return workspace.timeStep(random(sizes.tokens, 2), random(sizes.heads, 2), random(sizes.heads), 0, 1);
        }

        /** Chunk by chunk as a prefill: convolution, scan and norm, then what they leave. */
        List<NDArray> prefill() {
            Workspace.Pair convolved = workspace.causalConvolution(
                    projected, sizes.inner(), random(sizes.inputs - 1, sizes.convolved()), w, b);
            NDArray state = random(sizes.heads, sizes.width, sizes.numbers);
            float[] before = state.toFloatArray();
            Workspace.Pair scanned =
                    workspace.selectiveScan(convolved.first(), timeSteps(), aLog, d, state, sizes.groups, 16);
            assertArrayEquals(before, state.toFloatArray(), "the state that came in is left as it is");
            return Stream.concat(mixed(convolved, scanned.first()), Stream.of(scanned.second()))
                    .toList();
        }

        /** As many sequences as there are tokens, a token each. */
        List<NDArray> steps() {
            Workspace.Pair convolved = workspace.convolutionSteps(
                    projected, sizes.inner(), random(sizes.tokens, sizes.inputs - 1, sizes.convolved()), w, b);
            NDArray states = random(sizes.tokens, sizes.heads, sizes.width, sizes.numbers);
            NDArray y = workspace.recurrentSteps(states, convolved.first(), timeSteps(), aLog, d, sizes.groups);
            return Stream.concat(mixed(convolved, y), Stream.of(states)).toList();
        }

        private Stream<NDArray> mixed(Workspace.Pair convolved, NDArray y) {
            NDArray z = workspace.gatedGroupNorm(y, projected, random(sizes.inner()), sizes.groups, 1e-5);
            return Stream.of(convolved.first(), convolved.second(), y, z);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void operatorsComputeWhatTheKernelsDo(Precision precision) {
        long seed = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            requireSame(Sizes.draw(new Random(seed + round)), seed + round, precision);
        }
    }

    @Test
    void whatTheKernelsLeaveOfHeadsOfOneChannelIsGoneOnWith() {
        requireSame(new Sizes(9, 3, 9, 1, 72, 3), 1, Precision.FLOAT32);
    }

    private static void requireSame(Sizes sizes, long seed, Precision precision) {
        try (Workspace one = plain.workspace();
                Workspace other = operators.workspace()) {
            Layer expected = new Layer(one, sizes, seed, precision);
            Layer found = new Layer(other, sizes, seed, precision);
            String told = "seed " + seed + ", " + sizes;
            assertSame(expected.prefill(), found.prefill(), told);
            assertSame(expected.steps(), found.steps(), told);
        }
    }

    private static void assertSame(List<NDArray> expected, List<NDArray> found, String told) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).getShape(), found.get(i).getShape(), told);
            float[] numbers = expected.get(i).toFloatArray();
            double norm = 1e-9;
            double difference = 0;
            float[] others = found.get(i).toFloatArray();
            for (int k = 0; k < numbers.length; k++) {
                difference += Math.pow(numbers[k] - others[k], 2);
                norm += Math.pow(numbers[k], 2);
            }
            assertEquals(0, Math.sqrt(difference / norm), 1e-5, "array " + i + ", " + told);
        }
    }

    @Test
    void anArrayOfTheWrongShapeIsRefusedAndNotReadBeyond() {
        try (Workspace workspace = operators.workspace()) {
            NDArray y = workspace.floats(new float[8], 2, 4);
            NDArray gate = workspace.floats(new float[4], 2, 2);
            NDArray w = workspace.floats(new float[4], 4);
            EngineException e =
                    assertThrows(EngineException.class, () -> workspace.gatedGroupNorm(y, gate, w, 2, 1e-5));
            assertTrue(e.getMessage().contains("projected has too few columns"), e.getMessage());
        }
    }

    /** On a card several lanes do together what one does here. */
    @Test
    void teamsOfLanesComputeWhatOneDoes() throws Exception {
        String program = folder.resolve("teams").toString();
        run(List.of("g++", "-std=c++20", "-pthread", "-Isrc/main/cuda", "src/test/cuda/teams.cpp", "-o", program));

        List<String> differences = run(List.of(program)).lines().toList();

        assertEquals(7, differences.size());
        differences.forEach(difference -> assertEquals(0, Double.parseDouble(difference), 2e-5));
    }

    @Test
    void theEngineLoadsTheLibraryThatItsSettingNames() throws Exception {
        assertEquals("gated_group_norm_by_operator 1.412 0.070", inAProcessOfItsOwn(library.toString()));
    }

    /** What one kind has computed of a film is not gone on with by the other. */
    @Test
    void theKernelsTellThemselvesFromThoseWithOperators() {
        assertNotEquals(plain.fingerprint(), operators.fingerprint());
    }

    private static String inAProcessOfItsOwn(String libraries) throws IOException, InterruptedException {
        return run(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OperatorProcess.class.getName()),
                        Map.of(OperatorLibrary.SETTING, libraries))
                .strip();
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of());
    }

    /** What a program says that must end well. */
    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said + Files.readString(errors));
        return said;
    }
}
