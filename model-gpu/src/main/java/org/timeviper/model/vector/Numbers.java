package org.timeviper.model.vector;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.timeviper.model.tensor.Workspace;

/**
 * The numbers of an array where they lie, in native memory, row by row. Not to be used when the array was freed. Places and counts that are not within it are refused with an
 * {@link IndexOutOfBoundsException}.
 */
public sealed interface Numbers {

    /**
     * @param array in the processor's memory, whole and not a view with gaps; float32 or bfloat16
     * @throws IllegalArgumentException if it is neither
     */
    static Numbers of(NDArray array) {
        if (array.size() == 0) {
            return new Float32(FloatBuffer.allocate(0));
        }
        ByteBuffer memory = Workspace.memory(array);
        int width = Math.toIntExact(memory.remaining() / array.size());
        return switch (width) {
            case Float.BYTES -> new Float32(memory.asFloatBuffer());
            case Short.BYTES -> new Bfloat16(memory.asShortBuffer());
            default -> throw new IllegalArgumentException("numbers of " + width + " bytes");
        };
    }

    /** Whether all numbers of an array can be reached by index. */
    static boolean reaches(NDArray array) {
        return reaches(array.size());
    }

    /** Whether so many numbers can be reached by index. */
    static boolean reaches(long count) {
        return count <= Integer.MAX_VALUE / Float.BYTES;
    }

    /** Copies a stretch out, as floats. */
    void read(int start, float[] into, int at, int count);

    /** Copies a stretch in, rounded to the nearest where it is bfloat16. */
    void write(int start, float[] from, int at, int count);

    /** One of them. */
    float get(int at);

    /** How many there are. */
    int size();

    /** Bytes of each. */
    int bytes();

    /** All of them, copied. */
    default float[] all() {
        float[] all = new float[size()];
        read(0, all, 0, all.length);
        return all;
    }

    /** @param values 32 bits each */
    record Float32(FloatBuffer values) implements Numbers {
        @Override
        public void read(int start, float[] into, int at, int count) {
            values.get(start, into, at, count);
        }

        @Override
        public void write(int start, float[] from, int at, int count) {
            values.put(start, from, at, count);
        }

        @Override
        public float get(int at) {
            return values.get(at);
        }

        @Override
        public int size() {
            return values.remaining();
        }

        @Override
        public int bytes() {
            return Float.BYTES;
        }
    }

    /** @param halves the upper 16 bits of each */
    record Bfloat16(ShortBuffer halves) implements Numbers {
        private static final ThreadLocal<short[]> SCRATCH = ThreadLocal.withInitial(() -> new short[4096]);

        @Override
        public void read(int start, float[] into, int at, int count) {
            short[] scratch = SCRATCH.get();
            for (int done = 0; done < count; done += scratch.length) {
                int some = Math.min(scratch.length, count - done);
                halves.get(start + done, scratch, 0, some);
                VectorArithmetic.widen(scratch, into, at + done, some);
            }
        }

        @Override
        public void write(int start, float[] from, int at, int count) {
            for (int i = 0; i < count; i++) {
                halves.put(start + i, VectorArithmetic.narrow(from[at + i]));
            }
        }

        @Override
        public float get(int at) {
            return Float.intBitsToFloat(halves.get(at) << Short.SIZE);
        }

        @Override
        public int size() {
            return halves.remaining();
        }

        @Override
        public int bytes() {
            return Short.BYTES;
        }
    }
}
