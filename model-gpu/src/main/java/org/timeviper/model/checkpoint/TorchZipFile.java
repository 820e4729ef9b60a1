package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A file that {@code torch.save} wrote: a zip with uncompressed storages and a pickle that says which tensor lies where.
 *
 * <p>Only what a state dict needs is understood (see {@link StateDictPickle}); nothing of the file is ever executed.
 */
final class TorchZipFile implements Checkpoint {
    private static final long MAX_PICKLE_BYTES = 32L << 20;
    /** A way up, or from the top. */
    private static final Pattern OUTWARD_NAME = Pattern.compile("(^|[/\\\\])\\.\\.([/\\\\]|$)|^[/\\\\]|^[A-Za-z]:");

    /** What a strided tensor is gathered into before it is copied. */
    private static final int PIECE = 8 << 20;

    /** What of a strided tensor's storage one buffer shows: a multiple of every element's size. */
    private static final int WINDOW_BITS = 30;

    /** Where a storage's bytes lie in the file. */
    private record Place(long start, long length) {}

    private final MappedFile file;
    private final Map<String, Place> storages;
    private final Map<String, StateDictPickle.Tensor> tensors;

    private TorchZipFile(MappedFile file, Map<String, Place> storages, Map<String, StateDictPickle.Tensor> tensors) {
        this.file = file;
        this.storages = storages;
        this.tensors = tensors;
    }

    static TorchZipFile open(Path path) {
        MappedFile file = MappedFile.open(path);
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            Map<String, Place> entries = places(zip, file);
            String root = root(path, entries);
            refuseBigEndian(file, entries.get(root + "byteorder"));
            Place pickle = entries.get(root + "data.pkl");
            if (pickle.length() > MAX_PICKLE_BYTES) {
                throw new CheckpointException(
                        path + " has a pickle of " + pickle.length() + " bytes, more than a state dict needs");
            }
            Map<String, Place> storages = new HashMap<>();
            entries.forEach((name, place) -> {
                if (name.startsWith(root + "data/")) {
                    storages.put(name.substring((root + "data/").length()), place);
                }
            });
            Map<String, StateDictPickle.Tensor> tensors =
                    new LinkedHashMap<>(StateDictPickle.read(path, file.slice(pickle.start(), pickle.length())));
            tensors.values().forEach(tensor -> checkBounds(path, tensor, storages.get(tensor.storage())));
            return new TorchZipFile(file, storages, Collections.unmodifiableMap(tensors));
        } catch (IOException | IllegalArgumentException e) {
            file.close();
            throw new CheckpointException(
                    path + " is not a whole PyTorch file (" + e.getMessage() + "): fetch or save it again", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static Map<String, Place> places(ZipFile zip, MappedFile file) throws IOException {
        Map<String, Place> places = new HashMap<>();
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            zip.getRawInputStream(entry).close(); // resolves the data offset
            long start = entry.getDataOffset();
            long length = entry.getSize();
            if (entry.isDirectory()) {
                continue;
            }
            if (OUTWARD_NAME.matcher(entry.getName()).find()) {
                throw new CheckpointException(file.path() + ": " + entry.getName()
                        + " names a place outside the file, which torch.save never does: it is refused");
            }
            if (entry.getMethod() != ZipEntry.STORED) {
                throw new CheckpointException(file.path() + ": " + entry.getName()
                        + " is compressed, which torch.save never does: save the state dict again");
            }
            if (start < 0 || length < 0 || length > file.size() || start > file.size() - length) {
                throw new CheckpointException(file.path() + ": " + entry.getName() + " reaches beyond the file's end");
            }
            if (places.put(entry.getName(), new Place(start, length)) != null) {
                throw new CheckpointException(file.path() + ": " + entry.getName() + " stands twice in the file");
            }
        }
        return places;
    }

    private static String root(Path path, Map<String, Place> entries) {
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.endsWith("/data.pkl") || name.equals("data.pkl"))
                .toList();
        if (pickles.size() != 1) {
            throw new CheckpointException(
                    path + " is a zip, but not one that torch.save wrote: it holds " + pickles.size() + " data.pkl");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    }

    private static void refuseBigEndian(MappedFile file, Place order) {
        if (order == null || order.length() > 16) {
            return;
        }
        byte[] text = new byte[(int) order.length()];
        file.slice(order.start(), order.length()).get(text);
        if (!new String(text, StandardCharsets.US_ASCII).equals("little")) {
            throw new CheckpointException(
                    file.path() + " was saved on a big-endian machine: save it again on a usual one");
        }
    }

    private static void checkBounds(Path path, StateDictPickle.Tensor tensor, Place storage) {
        if (storage == null) {
            throw new CheckpointException(path + ": tensor " + tensor.info().name() + " lies in storage "
                    + tensor.storage() + ", which is not in the file");
        }
        try {
            long last = tensor.offset();
            for (int i = 0; i < tensor.strides().size(); i++) {
                long extent = tensor.info().shape().get(i);
                last = Math.addExact(
                        last,
                        Math.multiplyExact(
                                Math.max(0, extent - 1), tensor.strides().get(i)));
            }
            boolean empty = tensor.info().elements() == 0;
            long reach = Math.multiplyExact(
                    Math.addExact(last, 1), tensor.info().type().bytes());
            // a tensor that repeats its elements (stride 0) could claim any size of a storage of few bytes
            long bytes = Math.max(reach, tensor.info().bytes());
            if (!empty && bytes > storage.length()) {
                throw new CheckpointException(path + ": tensor " + tensor.info().name() + " needs " + bytes
                        + " bytes of storage " + tensor.storage() + ", which has " + storage.length());
            }
        } catch (ArithmeticException e) {
            throw new CheckpointException(
                    path + ": tensor " + tensor.info().name() + " has the impossible shape "
                            + tensor.info().shape(),
                    e);
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return tensor(name).info();
    }

    @Override
    public Path home(String name) {
        tensor(name);
        return file.path();
    }

    private StateDictPickle.Tensor tensor(String name) {
        StateDictPickle.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointException(file.path() + ": tensor " + name + " is not in the file");
        }
        return tensor;
    }

    @Override
    public ByteBuffer readRows(String name, long start, long count) {
        StateDictPickle.Tensor tensor = tensor(name);
        int bytes = tensor.info().bytesOfRows(file.path(), start, count);
        if (tensor.contiguous()) {
            return file.slice(start(tensor) + start * tensor.info().rowBytes(), bytes);
        }
        ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        new Gathering(tensor, windows(tensor), start).fill(out);
        return out.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void copy(String name, FileChannel to, LongConsumer progress) throws IOException {
        StateDictPickle.Tensor tensor = tensor(name);
        long bytes = tensor.info().bytes();
        if (tensor.contiguous()) {
            file.copy(start(tensor), bytes, to, progress);
            return;
        }
        Gathering gathering = new Gathering(tensor, windows(tensor), 0);
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(bytes, PIECE));
        for (long left = bytes; left > 0; left -= piece.limit()) {
            gathering.fill(piece.clear().limit((int) Math.min(left, piece.capacity())));
            piece.flip();
            while (piece.hasRemaining()) {
                progress.accept(to.write(piece));
            }
        }
    }

    /** Goes through a strided tensor, element by element and row by row. */
    private static final class Gathering {
        private final List<ByteBuffer> windows;
        private final int size;
        private final long[] shape;
        private final long[] strides;
        private final long[] index;
        private long at;

        /** @param row to begin with */
        Gathering(StateDictPickle.Tensor tensor, List<ByteBuffer> windows, long row) {
            this.windows = windows;
            this.size = tensor.info().type().bytes();
            this.shape = longs(tensor.info().shape());
            this.strides = longs(tensor.strides());
            this.index = new long[shape.length];
            this.index[0] = row;
            this.at = row * strides[0] * size;
        }

        /** Fills a buffer, whose room is a multiple of an element's size, with the next elements. */
        void fill(ByteBuffer out) {
            while (out.hasRemaining()) {
                int within = (int) (at & (1 << WINDOW_BITS) - 1);
                out.put(out.position(), windows.get((int) (at >> WINDOW_BITS)), within, size);
                out.position(out.position() + size);
                step();
            }
        }

        private void step() {
            for (int i = index.length - 1; i >= 0; i--) {
                at += strides[i] * size;
                if (++index[i] < shape[i]) {
                    return;
                }
                at -= shape[i] * strides[i] * size;
                index[i] = 0;
            }
        }
    }

    /** Where a tensor's first element lies in the file. */
    private long start(StateDictPickle.Tensor tensor) {
        return storages.get(tensor.storage()).start()
                + tensor.offset() * tensor.info().type().bytes();
    }

    /** The stretch of a storage from a tensor's first element to its last, in as many buffers as it needs; no element lies in two. */
    private List<ByteBuffer> windows(StateDictPickle.Tensor tensor) {
        long elements = 1;
        for (int i = 0; i < tensor.strides().size(); i++) {
            elements += (tensor.info().shape().get(i) - 1) * tensor.strides().get(i);
        }
        long bytes = elements * tensor.info().type().bytes();
        long window = 1L << WINDOW_BITS;
        List<ByteBuffer> windows = new ArrayList<>();
        for (long from = 0; from < bytes; from += window) {
            windows.add(file.slice(start(tensor) + from, Math.min(window, bytes - from)));
        }
        return windows;
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    @Override
    public void close() {
        file.close();
    }
}
