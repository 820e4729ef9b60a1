package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;
import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Asks the operating system to keep memory in pages of 2 MiB instead of 4 KiB. Whoever reads weights from end to end then has few addresses to translate, and the processor, which fetches
 * ahead within a page only, seldom has to begin anew.
 *
 * <p>Linux alone is asked. Where it has no such pages, or none left, all stays as it is.
 */
final class LargePages {
    private static final long SIZE = 2L << 20;

    /** Memory that is touched from now on is to come in large pages ({@code MADV_HUGEPAGE}). */
    private static final int FROM_NOW_ON = 14;
    /** Memory that is there is copied together into large pages ({@code MADV_COLLAPSE}), by Linux from 6.1 on. */
    private static final int AT_ONCE = 25;

    private static final Optional<Function> ADVISE = advise();

    private LargePages() {}

    /**
     * Asks for the memory of an array, as far as it consists of whole large pages; nothing is asked of an array that is not in the processor's memory.
     *
     * @param array whole and not a view with gaps
     * @param workspace of the array's device
     */
    static void keep(NDArray array, Workspace workspace) {
        if (ADVISE.isEmpty() || array.getDevice().isGpu() || array.size() * Float.BYTES < SIZE) {
            return;
        }
        // a buffer of the whole array may be larger than buffers are
        try (NDArray row = workspace.rows(array, 0, 1)) {
            ByteBuffer memory = Workspace.memory(row);
            long address = Pointer.nativeValue(Native.getDirectBufferPointer(memory));
            keep(address, memory.remaining() * array.getShape().get(0));
        }
    }

    private static void keep(long address, long bytes) {
        long start = Math.ceilDiv(address, SIZE) * SIZE;
        long length = (address + bytes) / SIZE * SIZE - start;
        if (length > 0 && advise(start, length, FROM_NOW_ON)) {
            advise(start, length, AT_ONCE);
        }
    }

    /** Whether the system did not refuse. */
    private static boolean advise(long start, long length, int advice) {
        Object[] arguments = {new Pointer(start), new NativeLong(length), advice};
        return ADVISE.orElseThrow().invokeInt(arguments) == 0;
    }

    private static Optional<Function> advise() {
        try {
            return Platform.isLinux()
                    ? Optional.of(NativeLibrary.getProcess().getFunction("madvise"))
                    : Optional.empty();
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }
}
