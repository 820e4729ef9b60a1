package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.decoder.MambaLayer.ScanInputs;
import org.timeviper.model.tensor.Workspace;

/** B, C and time step of every token that a Mamba layer reads: what the rows of its matrix M are made of. */
final class MambaTape {
    private final DecoderConfig.Mamba sizes;
    private final NDArray logA;
    private final NDArray bc;
    private final NDArray dt;
    private long length;

    /**
     * @param bc room for B and C, (tokens, 2·groups·state), float32
     * @param dt room for the time steps, (tokens, heads), float32
     */
    MambaTape(DecoderConfig.Mamba sizes, NDArray logA, NDArray bc, NDArray dt) {
        this.sizes = sizes;
        this.logA = logA;
        this.bc = bc;
        this.dt = dt;
    }

    /** Copies what the recurrence reads of the next tokens. */
    void append(Workspace workspace, ScanInputs inputs) {
        long columns = bc.getShape().get(1);
        workspace.write(bc, 0, length, workspace.stretch(inputs.xbc(), 1, sizes.inner(), columns));
        workspace.write(dt, 0, length, inputs.dt());
        length += inputs.dt().getShape().get(0);
    }

    /** The row of M, (heads, tokens), of the last of so many tokens. */
    NDArray row(Workspace workspace, long tokens) {
        return workspace.mambaRow(workspace.rows(bc, 0, tokens), workspace.rows(dt, 0, tokens), logA, sizes.groups());
    }
}
