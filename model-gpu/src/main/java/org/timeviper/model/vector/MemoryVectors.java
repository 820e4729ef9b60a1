package org.timeviper.model.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors straight from native memory. Nothing else than a memory segment is taken for that, which what is built for release 21 may not name, for there it is a preview; so handles do
 * it, which the compiler takes in like methods.
 */
final class MemoryVectors {
    private static final Class<?> SEGMENT = segmentClass();
    private static final MethodHandle OF_BUFFER = ofBuffer();
    private static final MethodHandle FLOATS = fromSegment(FloatVector.class, VectorArithmetic.Lanes.FLOATS);
    private static final MethodHandle SHORTS = fromSegment(ShortVector.class, VectorArithmetic.Lanes.SHORTS);

    private MemoryVectors() {}

    /** The memory segment that a buffer shows, which {@link #floats} and {@link #shorts} take. */
    static Object segment(Buffer buffer) {
        try {
            return (Object) OF_BUFFER.invokeExact(buffer);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * As many floats as a vector has.
     *
     * @param at byte at which they begin
     */
    static FloatVector floats(Object segment, long at) {
        try {
            return (FloatVector) FLOATS.invokeExact(segment, at);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** As many halves as a vector of floats has numbers. */
    static ShortVector shorts(Object segment, long at) {
        try {
            return (ShortVector) SHORTS.invokeExact(segment, at);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException(e);
        };
    }

    private static Class<?> segmentClass() {
        try {
            return Class.forName("java.lang.foreign.MemorySegment");
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle ofBuffer() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(SEGMENT, "ofBuffer", MethodType.methodType(SEGMENT, Buffer.class))
                    .asType(MethodType.methodType(Object.class, Buffer.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** (Object, long) to a vector. */
    private static MethodHandle fromSegment(Class<?> vector, VectorSpecies<?> species) {
        MethodType type = MethodType.methodType(vector, VectorSpecies.class, SEGMENT, long.class, ByteOrder.class);
        try {
            MethodHandle inAnyOrder = MethodHandles.publicLookup().findStatic(vector, "fromMemorySegment", type);
            MethodHandle ofAnySpecies = MethodHandles.insertArguments(inAnyOrder, 3, ByteOrder.nativeOrder());
            return MethodHandles.insertArguments(ofAnySpecies, 0, species)
                    .asType(MethodType.methodType(vector, Object.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
