package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A file mapped read-only into memory: once as a whole where one buffer holds it, else slice by slice. Buffers outlive {@link
 * #close()}; their memory goes back when they are no longer reachable.
 */
final class MappedFile implements AutoCloseable {
    /** What is copied at a time. */
    private static final long PIECE = 64L << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer whole;

    private MappedFile(Path path, FileChannel channel, long size, ByteBuffer whole) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.whole = whole;
    }

    static MappedFile open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            MappedByteBuffer whole =
                    size <= Integer.MAX_VALUE ? channel.map(FileChannel.MapMode.READ_ONLY, 0, size) : null;
            return new MappedFile(path, channel, size, whole);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new CheckpointException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    Path path() {
        return path;
    }

    /** @return the file's size in bytes */
    long size() {
        return size;
    }

    /** @return a read-only little-endian view of at most 2 GiB; the caller has checked the bounds */
    ByteBuffer slice(long start, long length) {
        if (whole != null) {
            return whole.slice((int) start, (int) length).order(ByteOrder.LITTLE_ENDIAN);
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, start, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Copies a stretch to where another file stands, by the system and past the heap; the caller has checked the bounds. */
    void copy(long start, long length, FileChannel to, LongConsumer progress) throws IOException {
        for (long done = 0; done < length; ) {
            long moved = channel.transferTo(start + done, Math.min(PIECE, length - done), to);
            if (moved <= 0) {
                throw new CheckpointException(path + " ends at byte " + channel.size()
                        + ", before what was there when it was opened: something cuts it off");
            }
            done += moved;
            progress.accept(moved);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
