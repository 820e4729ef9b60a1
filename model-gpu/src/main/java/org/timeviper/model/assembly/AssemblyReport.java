package org.timeviper.model.assembly;

import java.util.List;
import org.timeviper.model.checkpoint.TensorType;

/**
 * What becomes of every tensor.
 *
 * @param parts the files that were brought
 * @param tensors those that the model needs, in its order
 * @param leftOut those of the parts that are not taken
 * @param tokenizer the tokenizer's file; null if there is none
 * @param bytes of all values that are taken
 * @param faults what keeps the model from being made, each by itself; none if nothing does
 */
public record AssemblyReport(
        List<PartReport> parts,
        List<TensorReport> tensors,
        List<TensorReport> leftOut,
        String tokenizer,
        long bytes,
        List<String> faults) {

    /** Copies the lists. */
    public AssemblyReport {
        parts = List.copyOf(parts);
        tensors = List.copyOf(tensors);
        leftOut = List.copyOf(leftOut);
        faults = List.copyOf(faults);
    }

    /**
     * A file that was brought.
     *
     * @param part what it was brought as
     * @param path the file or folder
     * @param held tensors that it holds
     * @param taken those of them that the model is made of
     * @param bytes of those
     */
    public record PartReport(String part, String path, int held, int taken, long bytes) {}

    /** What becomes of a tensor. */
    public enum Status {
        /** It is taken. */
        FOUND,
        /** No part holds it. */
        MISSING,
        /** It has another shape than the config says. */
        MISSHAPEN,
        /** It cannot be a weight, which is a floating-point number. */
        UNUSABLE,
        /** Nothing is known of it, and the config does not ask for it. */
        SURPLUS,
        /** It is known not to be needed. */
        NOT_NEEDED,
        /** Another part's is taken, which was trained further. */
        SUPERSEDED
    }

    /**
     * A tensor.
     *
     * @param name in the model; of a surplus one that belongs to no part, as it was published
     * @param section what of the model it belongs to, in words; null if to nothing
     * @param status what becomes of it
     * @param shape its extents; null if it is missing
     * @param expected extents that the config asks for; null if it asks for none
     * @param type of its elements; null if it is missing
     * @param published its name in its file; null if it is missing
     * @param file that holds it; null if it is missing
     */
    public record TensorReport(
            String name,
            String section,
            Status status,
            List<Long> shape,
            List<Long> expected,
            TensorType type,
            String published,
            String file) {}

    /** Whether the model can be made. */
    public boolean complete() {
        return faults.isEmpty();
    }
}
