package org.timeviper.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final Path FIXTURES = Path.of("src/test/resources/checkpoint");

    @TempDir
    Path folder;

    @Test
    void aSafetensorsFileGivesItsTensors() throws IOException {
        Path file = safetensors(folder.resolve("model.safetensors"), Map.of("w", List.of(2L, 3L)), 1);
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertEquals(Set.of("w"), checkpoint.names(), file.toString());
            assertEquals(new TensorInfo("w", TensorType.F32, List.of(2L, 3L)), checkpoint.info("w"));
            assertEquals(1f, checkpoint.read("w").getFloat(0));
            assertEquals(6f, checkpoint.read("w").getFloat(20));
            assertEquals(checkpoint.read("w").slice(12, 12), checkpoint.readRows("w", 1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> checkpoint.readRows("w", 1, 2));
        }
    }

    @Test
    void shardsAreReadThroughTheirIndex() throws IOException {
        safetensors(folder.resolve("a.safetensors"), Map.of("first", List.of(2L)), 1);
        safetensors(folder.resolve("b.safetensors"), Map.of("second", List.of(3L)), 10);
        index("{\"weight_map\":{\"first\":\"a.safetensors\",\"second\":\"b.safetensors\"}}");
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            assertEquals(Set.of("first", "second"), checkpoint.names());
            assertEquals(10f, checkpoint.read("second").getFloat(0));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"weight_map":{"first":"a.safetensors","gone":"a.safetensors"}}    | gone
                    {"weight_map":{"first":"c.safetensors"}}                           | c.safetensors
                    {"weight_map":{"first":"../a.safetensors"}}                        | ../a.safetensors
                    {"weight_map":{"first":"/"}}                                       | plain file name
                    {"weight_map":{"first":"a\\u0000.safetensors"}}                   | plain file name
                    {"weight_map":{"first":"a.safetensors","first":"a.safetensors"}}   | Duplicate
                    {"weight_map":{}}                                                  | weight_map
                    {"weight_map":                                                     | not valid JSON
                    """)
    void aWrongIndexIsNamed(String json, String named) throws IOException {
        safetensors(folder.resolve("a.safetensors"), Map.of("first", List.of(2L)), 1);
        index(json);
        assertFault(folder, named);
    }

    @Test
    void anAbsurdIndexIsRefusedUnread() throws IOException {
        index("{\"weight_map\":{}}");
        try (RandomAccessFile index = new RandomAccessFile(
                folder.resolve("model.safetensors.index.json").toFile(), "rw")) {
            index.setLength(1L << 40);
        }
        assertFault(folder, "1099511627776 bytes long");
    }

    @Test
    void aTensorThatTheIndexDoesNotPlaceIsNamed() throws IOException {
        safetensors(folder.resolve("a.safetensors"), Map.of("first", List.of(2L), "stray", List.of(1L)), 1);
        index("{\"weight_map\":{\"first\":\"a.safetensors\"}}");
        assertFault(folder, "stray");
    }

    @Test
    void missingSurplusAndMisshapenTensorsAreAllNamedWithWhatWasExpected() throws IOException {
        Path file = safetensors(
                folder.resolve("model.safetensors"), Map.of("wrong", List.of(2L, 3L), "extra", List.of(1L)), 1);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            CheckpointException fault = assertThrows(
                    CheckpointException.class,
                    () -> checkpoint.require(Map.of("wrong", List.of(3L, 2L), "lost", List.of(4L)), "my model"));
            assertTrue(fault.getMessage().contains("missing lost, expected with shape [4]"), fault.getMessage());
            assertTrue(fault.getMessage().contains("misshapen wrong: has shape [2, 3], expected [3, 2]"));
            assertTrue(fault.getMessage().contains("surplus extra with shape [1]"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}                  | w spans 9 bytes
                    {"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}                  | unknown dtype 'F99'
                    {"w":{"dtype":"F32","shape":[20],"data_offsets":[0,80]}}                | truncated
                    {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                 | natural number
                    {"w":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}} | impossible shape
                    {"w":{"dtype":"F32","shape":[2]}}                                       | no data_offsets
                    {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}} | overlaps
                    {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}  | not valid JSON
                    {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                  | allows no gaps
                    {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                  | bytes behind its last tensor
                    {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} {}              | not valid JSON
                    [1, 2]                                                                  | not a JSON object
                    """)
    void aHostileHeaderIsRefusedByName(String header, String named) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        assertFault(Files.write(folder.resolve("model.safetensors"), file.array()), named);
    }

    @Test
    void anAbsurdHeaderLengthIsRefused() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);
        assertFault(Files.write(folder.resolve("model.safetensors"), file.array()), "header claims");
        assertFault(Files.write(folder.resolve("model.safetensors"), new byte[3]), "too short");
        byte[] old = {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9};
        assertFault(Files.write(folder.resolve("model.safetensors"), old), "old format");
    }

    @Test
    void anEmptyFolderSaysWhatToPutThere() {
        assertFault(folder, "holds no checkpoint");
        assertFault(folder.resolve("nowhere"), "does not exist");
    }

    @Test
    void aNestedTorchFileIsFlattenedAndItsWrapperTakenOff() {
        try (Checkpoint checkpoint = Checkpoint.open(FIXTURES.resolve("nested.pt"))) {
            assertEquals(
                    Set.of(
                            "projector.projector.0.weight",
                            "projector.projector.0.bias",
                            "llm_backbone.llm.lm_head.weight"),
                    checkpoint.names());
            assertEquals(
                    TensorType.BF16,
                    checkpoint.info("projector.projector.0.weight").type());
            assertEquals(
                    TensorType.F16,
                    checkpoint.info("projector.projector.0.bias").type());
            assertEquals(
                    23.0, checkpoint.read("llm_backbone.llm.lm_head.weight").getDouble(23 * 8));
        }
    }

    @Test
    void aModulesStateDictIsRead() {
        try (Checkpoint checkpoint = Checkpoint.open(FIXTURES.resolve("module.pt"))) {
            assertEquals(Set.of("0.weight", "0.bias", "1.weight", "1.bias"), checkpoint.names());
            assertEquals(List.of(2L, 3L), checkpoint.info("0.weight").shape());
            assertEquals(5f, checkpoint.read("0.weight").getFloat(20));
        }
    }

    @Test
    void stridedTensorsBecomeContiguous() {
        try (Checkpoint checkpoint = Checkpoint.open(FIXTURES.resolve("strided.pt"))) {
            assertEquals(List.of(6L, 4L), checkpoint.info("transposed").shape());
            assertEquals(6f, checkpoint.read("transposed").getFloat(4));
            ByteBuffer whole = checkpoint.read("transposed");
            assertEquals(whole.slice(2 * 4 * 4, 3 * 4 * 4), checkpoint.readRows("transposed", 2, 3));
            assertEquals(14f, checkpoint.read("column").getFloat(4));
            assertEquals(List.of(), checkpoint.info("scalar").shape());
            assertEquals(3L, checkpoint.read("scalar").getLong(0));
            assertEquals(1, checkpoint.read("flags").get(0));
        }
    }

    @Test
    void aPickleThatCallsAnythingElseIsRefusedByName() {
        assertFault(FIXTURES.resolve("evil.pt"), "system");
    }

    @Property(tries = 300)
    void damagedTorchFilesOnlyEverGiveACheckpointError(
            @ForAll @IntRange(max = 3) int which, @ForAll @IntRange(max = 100_000) int at, @ForAll byte value)
            throws IOException {
        String name = List.of("nested.pt", "module.pt", "strided.pt", "evil.pt").get(which);
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve(name));
        bytes[at % bytes.length] = value;
        readAll(Files.write(Files.createTempFile("damaged", ".pt"), bytes));
    }

    @Property(tries = 200)
    void truncatedTorchFilesOnlyEverGiveACheckpointError(@ForAll @IntRange(max = 100_000) int length)
            throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("nested.pt"));
        readAll(Files.write(
                Files.createTempFile("truncated", ".pt"), java.util.Arrays.copyOf(bytes, length % bytes.length)));
    }

    @Property(tries = 500)
    void damagedSafetensorsOnlyEverGiveACheckpointError(
            @ForAll @IntRange(max = 120) int at, @ForAll byte value, @ForAll byte second) throws IOException {
        Path file = Files.createTempFile("damaged", ".safetensors");
        safetensors(file, Map.of("w", List.of(2L, 3L), "v", List.of(4L)), 1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[at % bytes.length] = value;
        bytes[(at * 7 + 3) % bytes.length] = second;
        readAll(Files.write(file, bytes));
    }

    /** Reads every tensor; any failure but a {@link CheckpointException} fails the test. */
    private static void readAll(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (String name : checkpoint.names()) {
                assertEquals(
                        checkpoint.info(name).bytes(), checkpoint.read(name).remaining());
            }
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    private static void assertFault(Path path, String named) {
        CheckpointException fault = assertThrows(
                CheckpointException.class, () -> Checkpoint.open(path).close());
        assertTrue(fault.getMessage().contains(named), fault.getMessage());
        assertTrue(fault.getMessage().contains(path.getFileName().toString()), fault.getMessage());
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    /** Writes float32 tensors whose values count up from {@code first}. */
    private static Path safetensors(Path file, Map<String, List<Long>> shapes, float first) throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        int end = 0;
        for (Map.Entry<String, List<Long>> shape : shapes.entrySet()) {
            int size = 4 * (int) shape.getValue().stream().mapToLong(x -> x).reduce(1, (a, b) -> a * b);
            header.append(",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(shape.getKey(), shape.getValue(), end, end + size));
            end += size;
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(8 + json.length + end).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(json.length).put(json);
        for (int i = 0; i < end / 4; i++) {
            out.putFloat(first + i);
        }
        return Files.write(file, out.array());
    }
}
