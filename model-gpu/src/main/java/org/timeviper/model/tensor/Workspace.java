package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory of one stretch of work, and the kernels that fill it. Every array that a method returns belongs to the workspace and
 * is freed with it, unless {@link #give} hands it to another.
 *
 * <p>For one thread at a time, but several may have it own an array. Sizes in the comments: T tokens, C channels, H heads, P channels of a head, G groups of heads, N numbers
 * of state a channel, F frames, L patches. Arrays are float32 unless a comment says "compute precision", which may be an opaque
 * bfloat16 array that only kernels may look into. {@code kernels.py} holds the formulas.
 */
public final class Workspace implements AutoCloseable {
    private final Kernels kernels;
    private final PtNDManager manager;
    private boolean closed;

    Workspace(Kernels kernels, PtNDManager manager) {
        this.kernels = kernels;
        this.manager = manager;
    }

    /** A workspace of its own life, on the same device; the caller closes it. */
    public Workspace sibling() {
        return kernels.workspace();
    }

    /** Hands an array of this workspace to another, which frees it from now on. */
    public static NDArray give(NDArray array, Workspace owner) {
        array.attach(owner.manager);
        return array;
    }

    /** Two arrays that one kernel returns. */
    public record Pair(NDArray first, NDArray second) {}

    // ---- Into and out of native memory.

    /** Copies numbers in. */
    public NDArray floats(float[] values, long... shape) {
        return manager.create(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
    }

    /** Copies token ids or indices in, as int64 (T). */
    public NDArray longs(long[] values) {
        return manager.create(LongBuffer.wrap(values), new Shape(values.length), DataType.INT64);
    }

    /** Copies bytes in, as uint8. */
    public NDArray bytes(ByteBuffer values, long... shape) {
        return manager.create(values, new Shape(shape), DataType.UINT8);
    }

    /** Copies an array in as it is; never bfloat16, see {@link #reinterpretBfloat16}. */
    NDArray raw(Buffer values, DataType type, long... shape) {
        return manager.create(values, new Shape(shape), type);
    }

    /** Turns an array that came in as float16 into the bfloat16 that its bytes are; the result is opaque. */
    NDArray reinterpretBfloat16(NDArray x) {
        return one("reinterpret_bfloat16", x);
    }

    /** The bytes of an array in any precision, little-endian, row by row; copied, so at most 2 GiB. */
    public ByteBuffer bytes(NDArray x) {
        try (NDArray bytes = one("to_bytes", x)) {
            return bytes.toByteBuffer();
        }
    }

    /** Bytes of one number of an array, which has one at least, in any precision. */
    public int width(NDArray x) {
        int last = x.getShape().dimension() - 1;
        try (NDArray some = rows(x, 0, 1);
                NDArray bytes = one("to_bytes", some)) {
            return Math.toIntExact(bytes.getShape().get(last) / x.getShape().get(last));
        }
    }

    /**
     * The memory of an array itself, in the processor's byte order: what is written there is written into the array. Not to be used when the array was freed.
     *
     * @param x in the processor's memory, whole: of a view with gaps this would be a copy
     */
    public static ByteBuffer memory(NDArray x) {
        return JniUtils.getByteBuffer((PtNDArray) x, true);
    }

    /** Compute precision to float32. */
    public NDArray toFloat32(NDArray x) {
        return one("to_float32", x);
    }

    /** A copy in a compute precision, never the same memory: what came in may be a mapped file. */
    public NDArray copy(NDArray x, Precision precision) {
        return one("copy", x, scalarType(precision));
    }

    /** The engine's number for a type. */
    static int scalarType(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 6;
            case BFLOAT16 -> 15;
        };
    }

    // ---- Plumbing.

    /** Another owner of the same memory. */
    public NDArray alias(NDArray x) {
        return one("alias", x);
    }

    /** A view of rows. */
    public NDArray rows(NDArray x, long start, long count) {
        return one("rows", x, start, count);
    }

    /** A view of a stretch of any dimension. */
    public NDArray stretch(NDArray x, int dimension, long start, long count) {
        return one("stretch", x, dimension, start, count);
    }

    /** A copy of the indexed rows. */
    public NDArray selectRows(NDArray x, NDArray index) {
        return one("select_rows", x, index);
    }

    /** Two arrays, one behind the other along a dimension. */
    public NDArray concatenate(NDArray first, NDArray second, int dimension) {
        return one("concatenate", first, second, dimension);
    }

    /** Rows of several arrays, one behind the other. */
    public NDArray join(List<NDArray> arrays) {
        return one("join", arrays);
    }

    /** Several arrays of one shape as the rows of one that has a dimension more. */
    public NDArray stack(List<NDArray> arrays) {
        return one("stack", arrays);
    }

    /** Zeros of another array's type. */
    public NDArray zeros(NDArray like, long... shape) {
        return one("zeros", like, shape);
    }

    /** Writes y into x along a dimension. */
    public void write(NDArray x, int dimension, long start, NDArray y) {
        one("write_", x, dimension, start, y).close();
    }

    /** {@code x[start..] += scale · y}. */
    public void addRows(NDArray x, long start, NDArray y, double scale) {
        one("add_rows_", x, start, y, scale).close();
    }

    /**
     * Copies the indexed rows of {@code source} to {@code x[start..]}. Both may be one array if the indices ascend and are at or
     * behind {@code start}.
     *
     * @param block rows to copy at a time
     * @return a view of the rows of x up to the last one written
     */
    public NDArray compactRows(NDArray x, long start, NDArray source, NDArray index, long block) {
        return one("compact_rows_", x, start, source, index, block);
    }

    // ---- Layers in common.

    /** Rows of an embedding matrix (vocabulary, C) for ids (T): (T, C). */
    public NDArray embed(NDArray matrix, NDArray ids) {
        return one("embed", matrix, ids);
    }

    /** {@code x·wᵀ}: (.., C in) × (C out, C in) → (.., C out) in the precision of w. */
    public NDArray linear(NDArray x, NDArray w) {
        return one("linear", x, w);
    }

    /** {@code x·wᵀ + b}, in the precision of w. */
    public NDArray linear(NDArray x, NDArray w, NDArray b) {
        return one("linear_bias", x, w, b);
    }

    /** RMSNorm over the last dimension. */
    public NDArray rmsNorm(NDArray x, NDArray w, double epsilon) {
        return one("rms_norm", x, w, epsilon);
    }

    /** LayerNorm over the last dimension. */
    public NDArray layerNorm(NDArray x, NDArray w, NDArray b, double epsilon) {
        return one("layer_norm", x, w, b, epsilon);
    }

    /** {@code relu(x)²}, in the precision of x. */
    public NDArray squaredRelu(NDArray x) {
        return one("squared_relu", x);
    }

    /** {@code silu(x)·y}, in their precision; x is changed and returned. */
    public NDArray gated(NDArray x, NDArray y) {
        return one("gated_", x, y);
    }

    /** The exact GELU, in the precision of x. */
    public NDArray gelu(NDArray x) {
        return one("gelu", x);
    }

    // ---- Mamba-2.

    /**
     * Depthwise causal convolution and SiLU.
     *
     * @param projected (T, ..), compute precision, of which the columns from {@code start} are read
     * @param past (K-1, C), the inputs before the first token
     * @param w (C, 1, K)
     * @param b (C)
     * @return (T, C), and the last inputs (K-1, C)
     */
    public Pair causalConvolution(NDArray projected, long start, NDArray past, NDArray w, NDArray b) {
        return two("causal_convolution", projected, start, past, w, b);
    }

    /** {@code clamp(softplus(x·wᵀ + bias))}: x (T, C), w (H, C) → (T, H). */
    public NDArray timeStep(NDArray x, NDArray w, NDArray bias, double least, double most) {
        return one("time_step", x, w, bias, least, most);
    }

    /**
     * The state-space recurrence; chunked (SSD) for many tokens, one step for one.
     *
     * @param xbc (T, H·P + 2·G·N)
     * @param dt (T, H)
     * @param aLog (H)
     * @param d (H)
     * @param state (H, P, N) before the first token; left as it is
     * @param groups G
     * @param chunk tokens of a chunk
     * @return y (T, H·P), and the state after the last token (H, P, N)
     */
    public Pair selectiveScan(NDArray xbc, NDArray dt, NDArray aLog, NDArray d, NDArray state, int groups, int chunk) {
        return two("selective_scan", xbc, dt, aLog, d, state, groups, chunk);
    }

    /** {@code y·silu(gate)}, RMS-normalised within groups of channels; the gate is the first columns of {@code projected}. */
    public NDArray gatedGroupNorm(NDArray y, NDArray projected, NDArray w, int groups, double epsilon) {
        return one("gated_group_norm", y, projected, w, groups, epsilon);
    }

    /** The matrix that a Mamba layer multiplies its inputs by, without D: (H, T, T). Grows with the square of T. */
    public NDArray mambaMap(NDArray xbc, NDArray dt, NDArray aLog, int inner, int groups) {
        return one("mamba_map", xbc, dt, aLog, inner, groups);
    }

    /** The last token's row of that matrix, (H, T): bc (T, 2·G·N) holds B and C of every token, dt is (T, H). */
    public NDArray mambaRow(NDArray bc, NDArray dt, NDArray aLog, int groups) {
        return one("mamba_row", bc, dt, aLog, groups);
    }

    // ---- Attention.

    /** (T, H·P) → (H, T, P), a view, in the precision of x. */
    public NDArray splitHeads(NDArray x, int heads) {
        return one("split_heads", x, heads);
    }

    /** The whole numbers from {@code start} on, int64 (count), in the place of another array. */
    public NDArray counted(NDArray like, long start, long count) {
        return one("counted", like, start, count);
    }

    /**
     * Rotary position embedding: turns each head's channels i and i + P/2 by position·base^(-2i/P), computed in float32.
     *
     * @param x (T, H·P) queries or keys, compute precision
     * @param positions (T), int64
     * @return (T, H·P), compute precision
     */
    public NDArray rotate(NDArray x, NDArray positions, int heads, double base) {
        return one("rotate", x, positions, heads, base);
    }

    /**
     * Causal grouped-query attention.
     *
     * @param q (T, H·P), compute precision
     * @param keys (G, capacity, P), compute precision, of which {@code length} are there; the last T of them are the queries' own
     * @param values like keys
     * @return (T, H·P), compute precision
     */
    public NDArray causalAttention(NDArray q, NDArray keys, NDArray values, long length) {
        return one("causal_attention", q, keys, values, length);
    }

    /**
     * {@link #causalAttention} of tokens that follow a trunk, which lies elsewhere, and what is their own behind it.
     *
     * @param trunk of one sequence
     * @param keys as there, but without the trunk's
     */
    public NDArray branchedAttention(NDArray q, Trunk trunk, NDArray keys, NDArray values, long length) {
        return one("branched_attention", q, trunk.keys(), trunk.values(), trunk.length(), keys, values, length);
    }

    /** Attention of every query (T, H·P) to every key (G, S, P), without mask: (T, H·P), compute precision. */
    public NDArray crossAttention(NDArray q, NDArray keys, NDArray values) {
        return one("cross_attention", q, keys, values);
    }

    /** Scaled scores of one query (1, H·P) for keys (T, G·P): (H, T). */
    public NDArray attentionScores(NDArray q, NDArray k, int heads, int groups) {
        return one("attention_scores", q, k, heads, groups);
    }

    /**
     * Of {@code count} tokens from {@code start}, the {@code keep} that attention favours.
     *
     * @param scores (H, T) before the softmax
     * @return their indices, and those of the rest, ascending
     */
    public Pair mostAttended(NDArray scores, long start, long count, long keep) {
        return two("most_attended", scores, start, count, keep);
    }

    /** Of {@code count} tokens from {@code start}, {@code keep} that lie evenly: their indices, and those of the rest, ascending. */
    public Pair evenlySpaced(NDArray like, long start, long count, long keep) {
        return two("evenly_spaced", like, start, count, keep);
    }

    /** Softmax row of one query (1, H·P) over the first {@code length} of keys (G, capacity, P): (H, length). */
    public NDArray attentionRow(NDArray q, NDArray keys, long length) {
        return one("attention_row", q, keys, length);
    }

    /** Softmax rows of causal attention: (H, T, T). Grows with the square of T. */
    public NDArray attentionMap(NDArray q, NDArray k, int heads, int groups) {
        return one("attention_map", q, k, heads, groups);
    }

    // ---- Decode steps of B sequences together, a token each.

    /**
     * {@link #causalConvolution}'s next token.
     *
     * @param projected (B, ..), compute precision, of which the columns from {@code start} are read
     * @param past (B, K-1, C)
     * @return (B, C), and the last inputs of each (B, K-1, C)
     */
    public Pair convolutionSteps(NDArray projected, long start, NDArray past, NDArray w, NDArray b) {
        return two("convolution_steps", projected, start, past, w, b);
    }

    /**
     * {@link #selectiveScan}'s next token.
     *
     * @param states (B, H, P, N), go on by the token in place
     * @param xbc (B, H·P + 2·G·N)
     * @param dt (B, H)
     * @return y (B, H·P)
     */
    public NDArray recurrentSteps(NDArray states, NDArray xbc, NDArray dt, NDArray aLog, NDArray d, int groups) {
        return one("recurrent_steps_", states, xbc, dt, aLog, d, groups);
    }

    /** Writes what each sequence's token leaves, x (B, G·P), into a cache (B, G, capacity, P). */
    public void remember(NDArray cache, long place, NDArray x) {
        one("remember_", cache, place, x).close();
    }

    /**
     * Keys and values that neighbouring sequences begin with.
     *
     * @param keys (G, capacity, P), compute precision
     * @param values like keys
     * @param length how many are there
     * @param sequences how many of them begin so
     */
    public record Trunk(NDArray keys, NDArray values, long length, long sequences) {}

    /**
     * {@link #causalAttention} of the next token: to what several sequences begin with, which is read once for all of them, and to what each has behind it. In float32.
     *
     * @param q (B, H·P), compute precision
     * @param keys (B, G, capacity, P), compute precision, of which each sequence has those from its start to {@code end}, at least one
     * @param values like keys
     * @param starts (B), int64
     * @param trunks in the sequences' order
     * @return (B, H·P)
     */
    public NDArray attentionSteps(
            NDArray q, NDArray keys, NDArray values, NDArray starts, long end, List<Trunk> trunks) {
        return one(
                "attention_steps",
                q,
                keys,
                values,
                starts,
                end,
                trunks.stream().map(Trunk::keys).toList(),
                trunks.stream().map(Trunk::values).toList(),
                trunks.stream().mapToLong(Trunk::length).toArray(),
                trunks.stream().mapToLong(Trunk::sequences).toArray());
    }

    /**
     * Of each sequence the likeliest token.
     *
     * @param logits (B, vocabulary), written over
     * @return ids (B), int64, the first of several that are equally likely; and the logarithms of their probabilities (B), float64, NaN where a logit is NaN or +∞, or all are -∞
     */
    public Pair likeliest(NDArray logits) {
        return two("likeliest_", logits);
    }

    // ---- Vision.

    /** Pictures (F, height, width, 3) as uint8 → (F, 3, side, side): resized, scaled to 0..1, normalised. */
    public NDArray preprocess(NDArray pixels, int side, NDArray mean, NDArray std) {
        return one("preprocess", pixels, side, mean, std);
    }

    /** Pictures (F, 3, side, side) → (F, L, C): patch embedding plus position embedding (1, L, C). */
    public NDArray embedPatches(NDArray pixels, NDArray w, NDArray b, NDArray position) {
        return one("embed_patches", pixels, w, b, position);
    }

    /** Puts tokens (1, S, C) before those of every frame (F, L, C). */
    public NDArray prepend(NDArray tokens, NDArray x) {
        return one("prepend", tokens, x);
    }

    /** A view of (F, S+L, C) without the first S tokens of every frame. */
    public NDArray withoutPrefix(NDArray x, int count) {
        return one("without_prefix", x, count);
    }

    /** (F, L, C) → (F·L, C). */
    public NDArray joinFrames(NDArray x) {
        return one("join_frames", x);
    }

    /** Full attention within each frame: (F, L, 3·C) → (F, L, C), compute precision. */
    public NDArray selfAttention(NDArray qkv, int heads) {
        return one("self_attention", qkv, heads);
    }

    /** {@code x += y}. */
    public void add(NDArray x, NDArray y) {
        one("add_", x, y).close();
    }

    /** {@code x += scale·y}, with a scale for each channel. */
    public void addScaled(NDArray x, NDArray y, NDArray scale) {
        one("add_scaled_", x, y, scale).close();
    }

    /**
     * Token merging.
     *
     * @param x (F, L, C)
     * @param keep tokens of a frame to end with
     * @param order 0 as merging leaves them, 1 fewest patches first, 2 most patches first
     * @return (F, keep, C), and how many patches each token holds (F, keep)
     */
    public Pair mergeTokens(NDArray x, int keep, int order) {
        return two("merge_tokens", x, keep, order);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
            kernels.closed();
        }
    }

    private NDArray one(String kernel, Object... arguments) {
        try (IValue result = run(kernel, arguments)) {
            return result.toTensor(manager);
        }
    }

    private Pair two(String kernel, Object... arguments) {
        try (IValue result = run(kernel, arguments)) {
            IValue[] parts = result.toIValueTuple();
            try (IValue first = parts[0];
                    IValue second = parts[1]) {
                return new Pair(first.toTensor(manager), second.toTensor(manager));
            }
        }
    }

    private IValue run(String kernel, Object... arguments) {
        List<IValue> values = new ArrayList<>(arguments.length);
        try {
            for (Object argument : arguments) {
                values.add(value(argument));
            }
            if (kernels.device().kind() == ComputeDevice.Kind.CUDA) {
                // a setting of the thread: a step of the published size took 17.5 ms so, and 22.2 with what the
                // executor fuses and profiles
                JniUtils.setGraphExecutorOptimize(false);
            }
            return IValueUtils.runMethod(kernels.block(), kernels.method(kernel), values.toArray(IValue[]::new));
        } finally {
            values.forEach(IValue::close);
        }
    }

    private static IValue value(Object argument) {
        return switch (argument) {
            case PtNDArray array -> IValue.from(array);
            case Long number -> IValue.from(number.longValue());
            case Integer number -> IValue.from(number.longValue());
            case Double number -> IValue.from(number.doubleValue());
            case long[] numbers -> IValue.listFrom(numbers);
            case List<?> arrays -> IValue.listFrom(arrays.toArray(PtNDArray[]::new));
            default -> throw new IllegalArgumentException("no kernel takes a " + argument.getClass());
        };
    }
}
