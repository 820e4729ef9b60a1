package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.config.ModelException;

/**
 * Brings the tensors of a checkpoint onto the device. What it loads lives as long as the workspace it is given.
 *
 * <p>Matrices are held in the compute precision; vectors of norms, time steps and convolutions in float32, for they are small and
 * what they scale is computed in float32.
 *
 * <p>A tensor comes in block by block of its rows: whatever its size, no more memory is needed beside it than a few blocks take.
 */
public final class Weights {
    /** Large enough that the allocator gives it back to the system. */
    private static final long BLOCK_BYTES = 32L << 20;

    private final Checkpoint checkpoint;
    private final Workspace owner;
    private final Precision precision;

    /**
     * @param checkpoint where tensors are read; stays open while this is used
     * @param owner frees what is loaded
     * @param precision of matrices
     */
    public Weights(Checkpoint checkpoint, Workspace owner, Precision precision) {
        this.checkpoint = checkpoint;
        this.owner = owner;
        this.precision = precision;
    }

    /** A tensor in the compute precision. */
    public NDArray matrix(String name) {
        return kept(load(name, precision));
    }

    /** A tensor in the compute precision, to be read once and let go of. */
    NDArray passing(String name) {
        return load(name, precision);
    }

    /** A tensor in float32. */
    public NDArray exact(String name) {
        return load(name, Precision.FLOAT32);
    }

    /** A linear map: {@code name.weight} and, if {@code bias}, {@code name.bias}, in the compute precision. */
    public Linear linear(String name, boolean bias) {
        NDArray weight = matrix(name + ".weight");
        return bias ? new Linear.Affine(weight, matrix(name + ".bias")) : new Linear.Plain(weight);
    }

    /** A linear map of some rows only of {@code name.weight} and {@code name.bias}. */
    public Linear linearRows(String name, boolean bias, long start, long count) {
        NDArray weight = kept(rows(name + ".weight", precision, start, count));
        return bias
                ? new Linear.Affine(weight, rows(name + ".bias", precision, start, count))
                : new Linear.Plain(weight);
    }

    /** Some rows of a tensor, in float32. */
    public NDArray exactRows(String name, long start, long count) {
        return rows(name, Precision.FLOAT32, start, count);
    }

    /** The sum of two loaded tensors; the first is changed and returned. */
    public NDArray sum(NDArray first, NDArray second) {
        owner.add(first, second);
        second.close();
        return first;
    }

    /** Zeros (size), float32: a vector that a checkpoint may leave out. */
    public NDArray zeros(int size) {
        return owner.floats(new float[size], size);
    }

    /** Two tensors (1, n, C), one behind the other along the second dimension, in float32. */
    public NDArray joined(String first, String second) {
        return owner.concatenate(exact(first), exact(second), 1);
    }

    private NDArray load(String name, Precision wanted) {
        return rows(name, wanted, 0, checkpoint.info(name).rows());
    }

    /** In large pages, for it is read from end to end again and again. */
    private NDArray kept(NDArray matrix) {
        LargePages.keep(matrix, owner);
        return matrix;
    }

    private NDArray rows(String name, Precision wanted, long start, long count) {
        TensorInfo info = checkpoint.info(name);
        long block = Math.max(1, BLOCK_BYTES / Math.max(1, info.rowBytes()));
        if (count <= block) {
            try (Workspace scratch = owner.sibling()) {
                return Workspace.give(scratch.copy(stored(scratch, info, start, count), wanted), owner);
            }
        }
        NDArray rows = null;
        for (long done = 0; done < count; done += block) {
            try (Workspace scratch = owner.sibling()) {
                NDArray some = stored(scratch, info, start + done, Math.min(block, count - done));
                if (rows == null) {
                    NDArray like = scratch.copy(scratch.rows(some, 0, 1), wanted);
                    rows = owner.zeros(like, shape(info, count));
                }
                scratch.write(rows, 0, done, some);
            }
        }
        return rows;
    }

    /** Some rows as they are stored; it may be the mapped file itself. */
    private NDArray stored(Workspace scratch, TensorInfo info, long start, long count) {
        long[] shape = shape(info, count);
        ByteBuffer content = checkpoint.readRows(info.name(), start, count).slice();
        return switch (info.type()) {
            case F32 -> scratch.raw(content, DataType.FLOAT32, shape);
            case F16 -> scratch.raw(content, DataType.FLOAT16, shape);
            case F64 -> scratch.raw(content, DataType.FLOAT64, shape);
            case BF16 -> scratch.reinterpretBfloat16(scratch.raw(content, DataType.FLOAT16, shape));
            case I64, I32, I16, I8, U8, BOOL ->
                throw new ModelException("the tensor '" + info.name() + "' holds " + info.type()
                        + ", but weights must be floating point");
        };
    }

    private static long[] shape(TensorInfo info, long rows) {
        long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
        if (shape.length > 0) {
            shape[0] = rows;
        }
        return shape;
    }
}
