package org.timeviper.model.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelException;

/** Recorded inputs and outputs of a model: {@code reference.safetensors}. */
final class Recording implements AutoCloseable {
    /** Its name in a model's directory. */
    static final String FILE = "reference.safetensors";

    private final Path file;
    private final Checkpoint tensors;

    private Recording(Path file, Checkpoint tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    static Recording open(Path directory) {
        Path file = directory.resolve(FILE);
        return new Recording(file, Checkpoint.open(file));
    }

    /** A prompt in which every frame is one -1. */
    record Prompt(long[] before, int frames, long[] after) {}

    Prompt prompt(int vocabulary) {
        long[] ids = ids("input_ids", vocabulary);
        int first = 0;
        while (first < ids.length && ids[first] >= 0) {
            first++;
        }
        int end = first;
        while (end < ids.length && ids[end] < 0) {
            end++;
        }
        if (first == end
                || end == ids.length
                || Arrays.stream(ids, end, ids.length).anyMatch(id -> id < 0)) {
            throw wrong("input_ids must be text, a run of -1 for the frames, then text");
        }
        return new Prompt(Arrays.copyOf(ids, first), end - first, Arrays.copyOfRange(ids, end, ids.length));
    }

    boolean has(String name) {
        return tensors.names().contains(name);
    }

    Set<String> names() {
        return tensors.names();
    }

    List<Long> shape(String name) {
        return info(name, TensorType.F32).shape();
    }

    float[] floats(String name) {
        TensorInfo info = info(name, TensorType.F32);
        float[] values = new float[Math.toIntExact(info.elements())];
        content(name).asFloatBuffer().get(values);
        return values;
    }

    long[] longs(String name) {
        TensorInfo info = info(name, TensorType.I64);
        long[] values = new long[Math.toIntExact(info.elements())];
        content(name).asLongBuffer().get(values);
        return values;
    }

    /** Token ids, all of them of a vocabulary or, for frames, below 0. */
    long[] ids(String name, int vocabulary) {
        long[] ids = longs(name);
        Arrays.stream(ids).filter(id -> id >= vocabulary).findFirst().ifPresent(id -> {
            throw wrong(name + " holds the id " + id + ", but config.json says vocab_size is " + vocabulary);
        });
        return ids;
    }

    /** An error that names the file. */
    ModelException wrong(String what) {
        return new ModelException(file + ": " + what);
    }

    private ByteBuffer content(String name) {
        return tensors.read(name).order(ByteOrder.LITTLE_ENDIAN);
    }

    private TensorInfo info(String name, TensorType type) {
        TensorInfo info = tensors.info(name);
        if (info.type() != type) {
            throw wrong(name + " must be " + type + ", not " + info.type());
        }
        return info;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
