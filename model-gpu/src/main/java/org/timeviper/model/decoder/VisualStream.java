package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.tensor.Workspace;

/**
 * The stream of the text before the frames and of the visual tokens that are left.
 *
 * @param rows (before + visual, hidden)
 * @param before tokens of the text
 * @param visual tokens that are left of the frames
 * @param original visual tokens at first
 */
record VisualStream(NDArray rows, long before, long visual, long original) {
    /** Rows that dropping moves at a time. */
    private static final long BLOCK = 4096;

    long length() {
        return before + visual;
    }

    long bytes() {
        return Float.BYTES * rows.size();
    }

    /** Keeps the indexed visual tokens (ascending) in place: the others are overwritten, but their memory is held as long as the rest. */
    VisualStream compacted(Workspace owner, NDArray kept, long count) {
        return new VisualStream(owner.compactRows(rows, before, rows, kept, BLOCK), before, count, original);
    }

    /** A copy that holds the indexed visual tokens only; this stream stays as it is. */
    VisualStream selected(Workspace owner, NDArray kept, long count) {
        NDArray copy = owner.zeros(rows, before + count, rows.getShape().get(1));
        try (Workspace scratch = owner.sibling()) {
            if (before > 0) {
                scratch.write(copy, 0, 0, scratch.rows(rows, 0, before));
            }
            scratch.compactRows(copy, before, rows, kept, BLOCK);
        }
        return new VisualStream(copy, before, count, original);
    }
}
