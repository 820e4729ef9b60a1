package org.timeviper.indexer.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that may lose its power: what was forced is there after that, of what was written since any part may be. Files on it are named {@code powerless:<path>}; there is
 * one at a time. It is made by the database's file system, so it keeps what it knows in a static field.
 */
public final class PowerlessDisk extends FilePathWrapper {

    static final String SCHEME = "powerless";

    private static State state = new State(new Random(), bytes -> {});

    /** A write, or where the file was cut off if there are no bytes. */
    private record Change(long position, byte[] bytes) {}

    /** What is known of the one file. */
    private static final class State {
        private final Random random;
        private final Consumer<byte[]> lost;
        private final List<Change> unforced = new ArrayList<>();
        private byte[] forced = new byte[0];
        private boolean watched;

        State(Random random, Consumer<byte[]> lost) {
            this.random = random;
            this.lost = lost;
        }

        synchronized void changed(Change change) {
            unforced.add(change);
            if (watched) {
                lost.accept(after(
                        unforced.stream().filter(any -> random.nextBoolean()).toList()));
            }
        }

        synchronized void force() {
            forced = after(unforced);
            unforced.clear();
        }

        private byte[] after(List<Change> changes) {
            byte[] bytes = forced;
            for (Change change : changes) {
                int end = (int) change.position() + (change.bytes() == null ? 0 : change.bytes().length);
                bytes = Arrays.copyOf(bytes, change.bytes() == null ? end : Math.max(end, bytes.length));
                if (change.bytes() != null) {
                    System.arraycopy(change.bytes(), 0, bytes, (int) change.position(), change.bytes().length);
                }
            }
            return bytes;
        }
    }

    /**
     * Begins with an empty disk.
     *
     * @param lost told, at each write from {@link #watch} on, what might be there if the power went off then
     */
    static void empty(Random random, Consumer<byte[]> lost) {
        state = new State(random, lost);
    }

    static void watch(boolean watched) {
        state.watched = watched;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Watched(getBase().open(mode));
    }

    /** A file of which each write is known. */
    private static final class Watched extends FileBase {
        private final FileChannel file;

        Watched(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            int written = file.write(bytes, position);
            state.changed(new Change(position, Arrays.copyOf(copy, written)));
            return written;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            long position = file.position();
            int written = write(bytes, position);
            file.position(position + written);
            return written;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            state.changed(new Change(size, null));
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            file.force(metadata);
            state.force();
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return file.read(bytes, position);
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return file.read(bytes);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
