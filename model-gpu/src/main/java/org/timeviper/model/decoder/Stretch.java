package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.tensor.Workspace;

/**
 * Some rows of an array that are the next tokens of one sequence.
 *
 * @param state of that sequence so far
 * @param start the first of them
 * @param count how many
 */
record Stretch(DecoderState state, long start, long count) {

    /** A view of them. */
    NDArray of(Workspace workspace, NDArray rows) {
        return workspace.rows(rows, start, count);
    }
}
