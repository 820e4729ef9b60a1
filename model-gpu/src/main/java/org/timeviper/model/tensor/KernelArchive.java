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
 * and a pickle of one object without attributes. With {@code operators.py} behind it, which calls the {@link OperatorLibrary}.
 */
final class KernelArchive {
    /** Name of the archive and of the folder in it. */
    static final String NAME = "kernels";

    private static final String SOURCE = "kernels.py";
    private static final String OPERATORS = "operators.py";
    private static final String BY_OPERATOR = "_by_operator";
    private static final Pattern METHOD_BY_OPERATOR = Pattern.compile("(?m)^  def (\\w+)" + BY_OPERATOR + "\\(");

    private final byte[] source;
    private final Set<String> byOperator;

    private KernelArchive(byte[] source, Set<String> byOperator) {
        this.source = source;
        this.byOperator = byOperator;
    }

    /** The kernels as they are written, which every build of the engine loads. */
    static KernelArchive plain() throws IOException {
        return new KernelArchive(resource(SOURCE), Set.of());
    }

    /** The kernels with the operator library's ways; only an engine that has loaded the library loads them. */
    static KernelArchive withOperators() throws IOException {
        String operators = new String(resource(OPERATORS), StandardCharsets.UTF_8);
        Set<String> names = METHOD_BY_OPERATOR
                .matcher(operators)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toUnmodifiableSet());
        String source = new String(resource(SOURCE), StandardCharsets.UTF_8) + operators;
        return new KernelArchive(source.getBytes(StandardCharsets.UTF_8), names);
    }

    /** The method that computes a kernel. */
    String method(String kernel) {
        return byOperator.contains(kernel) ? kernel + BY_OPERATOR : kernel;
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
        return Long.toHexString(crc.getValue());
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = KernelArchive.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the resource " + name + " is missing: the build is incomplete");
            }
            return in.readAllBytes();
        }
    }

    /** Pickle, protocol 2, of an {@code Ops} object whose only attribute is {@code training = True}. */
    private static byte[] pickle() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
        pickle.writeBytes("c__torch__\nOps\nq\0".getBytes(StandardCharsets.US_ASCII)); // GLOBAL, BINPUT 0
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE NEWOBJ EMPTY_DICT MARK
        pickle.writeBytes(new byte[] {'X', 8, 0, 0, 0}); // BINUNICODE of 8 bytes
        pickle.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'}); // NEWTRUE SETITEMS BUILD STOP
        return pickle.toByteArray();
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
