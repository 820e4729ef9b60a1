package org.timeviper.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PyTorch files whose pickles were written by hand, as nobody honest would write them. */
class TorchZipFileTest {

    private static Pickle pickle() {
        return new Pickle().op(0x80, 2);
    }

    private static Pickle dictOf(String name, long offset, List<Long> shape, List<Long> strides) {
        return pickle().op('}').text(name).tensor(offset, shape, strides).op('s');
    }

    @Test
    void aTensorIsReadWhereItsOffsetAndStridesSay() throws IOException {
        Path file = torchFile(dictOf("w", 1, List.of(2L, 2L), List.of(1L, 3L)).end(), Zip64Mode.Never);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            ByteBuffer values = checkpoint.read("w");
            assertEquals(16, values.remaining());
            assertEquals(
                    List.of(1f, 4f, 2f, 5f),
                    List.of(values.getFloat(), values.getFloat(), values.getFloat(), values.getFloat()));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aFileInTheFormOfBigFilesIsReadAlike() throws IOException {
        Path file = torchFile(dictOf("w", 0, List.of(6L), List.of(1L)).end(), Zip64Mode.Always);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertEquals(5f, checkpoint.read("w").getFloat(20));
        } finally {
            Files.delete(file);
        }
    }

    /** Four numbers, of which the last two lie 2.4 GB behind the first. */
    @Test
    void aTensorThatIsSpreadOverMoreThanABufferHoldsIsGathered() throws IOException {
        Path file = Files.createTempFile("spread", ".pt");
        long stride = 600_000_000;
        byte[] pickle = dictOf("w", 1, List.of(2L, 2L), List.of(stride, 1L)).end();
        long values;
        try (SparseZip zip = new SparseZip(file)) {
            zip.put("archive/data.pkl", pickle, pickle.length);
            values = zip.put("archive/data/0", floats(0, 1, 2), 4 * (stride + 3));
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(floats(8, 9)), values + 4 * (stride + 1));
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertEquals(List.of(1f, 2f, 8f, 9f), floats(checkpoint.read("w")));
            assertEquals(List.of(8f, 9f), floats(checkpoint.readRows("w", 1, 1)));
            Path copy = Files.createTempFile("copied", ".bin");
            try (FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                checkpoint.copy("w", out, bytes -> {});
                assertArrayEquals(floats(1, 2, 8, 9), Files.readAllBytes(copy));
            } finally {
                Files.delete(copy);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static List<Float> floats(ByteBuffer bytes) {
        List<Float> values = new ArrayList<>();
        while (bytes.hasRemaining()) {
            values.add(bytes.getFloat());
        }
        return values;
    }

    @Test
    void whatStandsBesideAWrapperKeepsItsNameAndIsNotPassedOver() throws IOException {
        Pickle pickle = pickle().op('}').text("model");
        dict(pickle, "a").op('s').text("projector");
        dict(pickle, "0.weight").op('s').text("epoch").whole(3).op('s', '.');
        assertNames(pickle, "a", "projector.0.weight");
    }

    @Test
    void oneOfTwoWrappersIsNotTakenForTheModel() throws IOException {
        Pickle pickle = pickle().op('}').text("model");
        dict(pickle, "a").op('s').text("state_dict");
        dict(pickle, "a").op('s', '.');
        assertNames(pickle, "model.a", "state_dict.a");
    }

    @Test
    void tensorsInListsAndUnderNumbersAreNamedByTheirPlace() throws IOException {
        Pickle pickle = pickle().op('}').text("model");
        dict(pickle, "a").op('s').text("layers").op(']', '(').whole(7);
        tensor(pickle);
        tensor(pickle.op('('));
        pickle.op('t', 'e', 's').text("state").op('}').whole(12);
        dict(pickle, "exp_avg").op('s', 'N');
        tensor(pickle).op('s', 's').text("last").op(']');
        tensor(pickle).op('a', 's', '.');
        assertNames(pickle, "a", "layers.1", "layers.2.0", "state.12.exp_avg", "state.#1", "last.0");
    }

    private static Pickle tensor(Pickle pickle) {
        return pickle.tensor(0, List.of(2L), List.of(1L));
    }

    private static Pickle dict(Pickle pickle, String name) {
        return tensor(pickle.op('}').text(name)).op('s');
    }

    private static void assertNames(Pickle pickle, String... names) throws IOException {
        Path file = torchFile(pickle.bytes(), Zip64Mode.Never);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertEquals(List.of(names), List.copyOf(checkpoint.names()));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aListThatHoldsItselfIsRefused() throws IOException {
        assertFault(
                pickle().op('}').text("again").op(']', 'q', 0, 'h', 0, 'a', 's').end(), "deep");
    }

    @Test
    void aTensorThatClaimsMoreThanItsStorageHoldsIsRefused() throws IOException {
        for (List<Long> shape : List.of(List.of(1L << 28), List.of(1L << 61), List.of(1L << 40, 1L << 40))) {
            List<Long> strides = shape.stream().map(extent -> 0L).toList();
            assertFault(dictOf("w", 0, shape, strides).end(), "tensor w");
        }
        assertFault(dictOf("w", 4, List.of(3L), List.of(1L)).end(), "tensor w needs 28 bytes of storage 0");
        assertFault(dictOf("w", Long.MAX_VALUE, List.of(2L), List.of(1L)).end(), "impossible shape");
        assertFault(dictOf("w", -1, List.of(2L), List.of(1L)).end(), "natural number");
    }

    @Test
    void aDictThatHoldsItselfIsRefused() throws IOException {
        Pickle narrow = pickle().op('}', 'q', 0).text("again").op('h', 0, 's');
        assertFault(narrow.end(), "deep");
        Pickle wide = pickle().op('}', 'q', 0);
        for (int i = 0; i < 40; i++) {
            wide.text("k" + i).op('h', 0, 's');
        }
        assertFault(wide.end(), "deep");
    }

    @Test
    void dictsThatShareDictsDoNotUnfoldWithoutEnd() throws IOException {
        Pickle pickle = pickle().op('}', 'q', 0)
                .text("w")
                .tensor(0, List.of(1L), List.of(1L))
                .op('s');
        for (int depth = 1; depth < 14; depth++) {
            pickle.op('}', 'q', depth);
            for (int i = 0; i < 8; i++) {
                pickle.text("k" + i).op('h', depth - 1, 's');
            }
        }
        assertFault(pickle.end(), "unfolds");
    }

    @Test
    void anEndlessNameIsRefused() throws IOException {
        assertFault(dictOf("w".repeat(600), 0, List.of(1L), List.of(1L)).end(), "characters");
    }

    @Test
    void aPickleThatIsAllInstructionsIsRefused() throws IOException {
        Pickle pickle = pickle();
        for (int i = 0; i < 5_000_000; i++) {
            pickle.op('}');
        }
        assertFault(pickle.end(), "instructions");
    }

    @Test
    void whatAStateDictDoesNotNeedIsRefusedWhereItIsNamed() throws IOException {
        assertFault(pickle().global("builtins", "eval").end(), "builtins.eval");
        assertFault(pickle().text("os").text("system").op(0x93).end(), "os.system");
        assertFault(pickle().global("torch", "QInt8Storage").end(), "torch.QInt8Storage");
        assertFault(pickle().op('i').end(), "0x69");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "archive/../../evil", "/etc/evil", "..\\\\evil", "C:evil"})
    void anEntryThatNamesAPlaceOutsideTheFileIsRefused(String name) throws IOException {
        Path file = torchFile(dictOf("w", 0, List.of(6L), List.of(1L)).end(), Zip64Mode.Never, name);
        assertFault(file, "outside");
    }

    @Test
    void aStridedTensorIsCopiedAsItIsRead() throws IOException {
        Path file = torchFile(dictOf("w", 1, List.of(2L, 2L), List.of(1L, 3L)).end(), Zip64Mode.Never);
        Path copy = Files.createTempFile("copied", ".bin");
        long[] told = new long[1];
        try (Checkpoint checkpoint = Checkpoint.open(file);
                FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            checkpoint.copy("w", out, bytes -> told[0] += bytes);
            byte[] read = new byte[16];
            checkpoint.read("w").get(read);
            assertArrayEquals(read, Files.readAllBytes(copy));
            assertEquals(16, told[0]);
        } finally {
            Files.delete(file);
            Files.delete(copy);
        }
    }

    @Test
    void aCompressedEntryIsRefused() throws IOException {
        Path file = Files.createTempFile("compressed", ".pt");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.putArchiveEntry(new ZipArchiveEntry("archive/data.pkl"));
            zip.write(new byte[4000]);
            zip.closeArchiveEntry();
        }
        assertFault(file, "compressed");
    }

    @Property(tries = 2000)
    void picklesOfAnyInstructionsOnlyEverGiveACheckpointError(@ForAll("programs") List<byte[]> program)
            throws IOException {
        Pickle pickle = pickle();
        program.forEach(pickle::raw);
        Path file = torchFile(pickle.end(), Zip64Mode.Never);
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

    /** Whole instructions in any order: they come further than random bytes. */
    @Provide
    Arbitrary<List<byte[]>> programs() {
        Arbitrary<byte[]> instruction = Arbitraries.oneOf(
                Arbitraries.of("(N}])QtaesuRb\u0088\u0085\u0086\u0087\u0093\u0094"
                                .chars()
                                .boxed()
                                .toList())
                        .map(code -> new Pickle().op(code).bytes()),
                Arbitraries.integers().between(0, 5).map(i -> new byte[] {'q', i.byteValue()}),
                Arbitraries.integers().between(0, 5).map(i -> new byte[] {'h', i.byteValue()}),
                Arbitraries.bytes().map(b -> new byte[] {'K', b}),
                Arbitraries.longs().map(n -> new Pickle().whole(n).bytes()),
                Arbitraries.of("storage", "0", "w", "model")
                        .map(s -> new Pickle().text(s).bytes()),
                Arbitraries.of("_rebuild_tensor_v2", "_rebuild_parameter")
                        .map(s -> new Pickle().global("torch._utils", s).bytes()),
                Arbitraries.of("OrderedDict")
                        .map(s -> new Pickle().global("collections", s).bytes()),
                Arbitraries.of("FloatStorage")
                        .map(s -> new Pickle().global("torch", s).bytes()),
                Arbitraries.longs().between(-1, 8).list().ofSize(3).map(n -> new Pickle()
                        .tensor(n.get(0), n.subList(1, 2), n.subList(2, 3))
                        .bytes()));
        return instruction.list().ofMaxSize(40);
    }

    private static void assertFault(byte[] pickle, String named) throws IOException {
        assertFault(torchFile(pickle, Zip64Mode.Never), named);
    }

    private static void assertFault(Path file, String named) throws IOException {
        CheckpointException fault = assertThrows(
                CheckpointException.class, () -> Checkpoint.open(file).close());
        assertTrue(fault.getMessage().contains(named), fault.getMessage());
        assertTrue(fault.getMessage().contains(file.getFileName().toString()), fault.getMessage());
        Files.delete(file);
    }

    /** A file as torch.save writes it, with six float32 in storage 0: 0 to 5. */
    private static Path torchFile(byte[] pickle, Zip64Mode mode, String... further) throws IOException {
        Path file = Files.createTempFile("written", ".pt");
        ByteBuffer storage = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            storage.putFloat(i);
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put("archive/data/0", storage.array());
        List.of(further).forEach(name -> entries.put(name, new byte[1]));
        TorchFile.zip(file, mode, entries);
        return file;
    }
}
