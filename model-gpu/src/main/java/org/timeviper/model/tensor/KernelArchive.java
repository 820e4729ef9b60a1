package org.timeviper.model.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes {@code kernels.py} as a TorchScript archive, the form in which the engine loads code: a zip of uncompressed entries with the
 * source and a pickle of one object without attributes.
 */
final class KernelArchive {
    /** Name of the archive and of the folder in it. */
    static final String NAME = "kernels";

    private static final String SOURCE = "kernels.py";

    private KernelArchive() {}

    /** @throws IOException if the stream cannot be written */
    static void write(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "data.pkl", pickle());
            store(zip, "code/__torch__.py", source());
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Tells this text of the kernels from others. */
    static String fingerprint() throws IOException {
        CRC32 crc = new CRC32();
        crc.update(source());
        return Long.toHexString(crc.getValue());
    }

    private static byte[] source() throws IOException {
        try (InputStream in = KernelArchive.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException("the resource " + SOURCE + " is missing: the build is incomplete");
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
