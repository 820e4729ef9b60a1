package org.timeviper.model.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code kernels.py} as a TorchScript archive, the form in which the engine loads code: a zip of uncompressed entries with the source
 * and a pickle of one object, whose attribute tells to what the factors of some products are rounded. Behind it may stand other texts with other ways to compute some of the kernels, which
 * not every engine loads: {@code operators.py}, which calls the {@link OperatorLibrary}, or {@code onednn.py} and
 * {@code onednn_linear.py}.
 */
final class KernelArchive {
    /** Name of the archive and of the folder in it. */
    static final String NAME = "kernels";

    private static final String SOURCE = "kernels.py";

    private final byte[] source;
    private final String ending;
    private final Set<String> otherwise;
    private final Precision chunkProducts;

    /**
     * @param ending of the methods that compute a kernel in the other way
     * @param otherwise the kernels that are computed so
     * @param chunkProducts of the factors in the products of a Mamba layer's chunks
     */
    private KernelArchive(byte[] source, String ending, Set<String> otherwise, Precision chunkProducts) {
        this.source = source;
        this.ending = ending;
        this.otherwise = otherwise;
        this.chunkProducts = chunkProducts;
    }

    private KernelArchive(String source, String ending, Set<String> otherwise) {
        this(source.getBytes(StandardCharsets.UTF_8), ending, otherwise, Precision.FLOAT32);
    }

    /** The same kernels, but the factors in the products of a Mamba layer's chunks are rounded to this precision. */
    KernelArchive withChunkProductsIn(Precision precision) {
        return new KernelArchive(source, ending, otherwise, precision);
    }

    /** The kernels as they are written, which every build of the engine loads. */
    static KernelArchive plain() throws IOException {
        return new KernelArchive(resource(SOURCE), "", Set.of());
    }

    /** The kernels with the operator library's ways; only an engine that has loaded the library loads them. */
    static KernelArchive withOperators() throws IOException {
        return with("_by_operator", "operators.py");
    }

    /** The kernels with a processor's ways to attend by oneDNN, which {@code torch.linear} is in bfloat16. */
    static KernelArchive withOneDnn() throws IOException {
        return with("_by_onednn", "onednn.py");
    }

    /** Those with float32's products by oneDNN besides, which only an engine that was built with it loads. */
    static KernelArchive withAllProductsByOneDnn() throws IOException {
        return with("_by_onednn", "onednn.py", "onednn_linear.py");
    }

    /**
     * The kernels with other ways to compute some of them.
     *
     * @param ending of the methods that stand for the kernel of the same name without it
     * @param resources the texts that stand behind them
     */
    static KernelArchive with(String ending, String... resources) throws IOException {
        StringBuilder others = new StringBuilder();
        for (String resource : resources) {
            others.append(resource(resource));
        }
        Set<String> names = Pattern.compile("(?m)^  def (\\w+)" + ending + "\\(")
                .matcher(others)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toUnmodifiableSet());
        return new KernelArchive(resource(SOURCE) + others, ending, names);
    }

    /** The method that computes a kernel. */
    String method(String kernel) {
        return otherwise.contains(kernel) ? kernel + ending : kernel;
    }

    /** @throws IOException if the stream cannot be written */
    void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "data.pkl", pickle());
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Tells this text of the kernels from others. */
    String fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(source);
        crc.update(Workspace.scalarType(chunkProducts));
        return Long.toHexString(crc.getValue());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = KernelArchive.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing: the build is incomplete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Pickle, protocol 2, of an {@code Ops} object with the attributes {@code training = True} and {@code chunk_products}. */
    private byte[] pickle() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
        pickle.writeBytes("c__torch__\nOps\nq\0".getBytes(StandardCharsets.US_ASCII)); // GLOBAL, BINPUT 0
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
        putName(pickle, "training");
        pickle.write(0x88); // NEWTRUE
        putName(pickle, "chunk_products");
        pickle.writeBytes(new byte[] {'K', (byte) Workspace.scalarType(chunkProducts)}); // BININT1
        pickle.writeBytes(new byte[] {'u', 'b', '.'}); // SETITEMS BUILD STOP
        return pickle.toByteArray();
    }

    private static void putName(ByteArrayOutputStream pickle, String name) {
        pickle.writeBytes(new byte[] {'X', (byte) name.length(), 0, 0, 0}); // BINUNICODE, its length
        pickle.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(NAME + "/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
