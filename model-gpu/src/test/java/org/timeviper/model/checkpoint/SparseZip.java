package org.timeviper.model.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a zip without compression, in the form of big files, whose entries are zeros that take no room on the disk. Sums are not written. */
final class SparseZip implements AutoCloseable {
    private static final short VERSION = 45;
    private static final int IN_EXTRA = -1;

    private final RandomAccessFile out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long entries;

    SparseZip(Path file) throws IOException {
        out = new RandomAccessFile(file.toFile(), "rw");
    }

    /**
     * Writes an entry that begins with some bytes and goes on with zeros.
     *
     * @return where in the file it begins
     */
    long put(String name, byte[] start, long length) throws IOException {
        long at = out.getFilePointer();
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        out.write(record(30)
                .putInt(0x04034b50)
                .putShort(VERSION)
                .put(new byte[12]) // flags, method, time, sum
                .putInt(IN_EXTRA)
                .putInt(IN_EXTRA)
                .putShort((short) text.length)
                .putShort((short) 20)
                .array());
        out.write(text);
        out.write(
                record(20).putInt(1 | 16 << 16).putLong(length).putLong(length).array());
        long values = out.getFilePointer();
        out.write(start);
        out.seek(values + length);
        directory.writeBytes(record(46)
                .putInt(0x02014b50)
                .putShort(VERSION)
                .putShort(VERSION)
                .put(new byte[12])
                .putInt(IN_EXTRA)
                .putInt(IN_EXTRA)
                .putShort((short) text.length)
                .putShort((short) 28)
                .put(new byte[10]) // comment, disk, attributes
                .putInt(IN_EXTRA)
                .array());
        directory.writeBytes(text);
        directory.writeBytes(record(28)
                .putInt(1 | 24 << 16)
                .putLong(length)
                .putLong(length)
                .putLong(at)
                .array());
        entries++;
        return values;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            long start = out.getFilePointer();
            out.write(directory.toByteArray());
            long end = out.getFilePointer();
            out.write(record(56)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putShort(VERSION)
                    .putShort(VERSION)
                    .putLong(0) // disks
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(directory.size())
                    .putLong(start)
                    .array());
            out.write(record(20)
                    .putInt(0x07064b50)
                    .putInt(0)
                    .putLong(end)
                    .putInt(1)
                    .array());
            out.write(record(22)
                    .putInt(0x06054b50)
                    .putInt(0)
                    .putInt(IN_EXTRA)
                    .putInt(IN_EXTRA)
                    .putInt(IN_EXTRA)
                    .array());
        }
    }

    private static ByteBuffer record(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
