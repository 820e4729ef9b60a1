package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.timeviper.model.tensor.Workspace;

/** What a Mamba layer remembers of every sequence of a batch: a {@link MambaState} a row. */
final class MambaStates {
    private final Workspace owner;
    private NDArray convolution;
    private NDArray ssm;

    /** @param states copied */
    MambaStates(Workspace owner, List<MambaState> states) {
        this.owner = owner;
        this.convolution =
                owner.stack(states.stream().map(MambaState::convolution).toList());
        this.ssm = owner.stack(states.stream().map(MambaState::ssm).toList());
    }

    /** (sequences, kernel-1, channels) */
    NDArray convolution() {
        return convolution;
    }

    /** (sequences, heads, headDim, state); decode steps change it in place. */
    NDArray ssm() {
        return ssm;
    }

    /** Takes over a new array and frees the old. */
    void replaceConvolution(NDArray newConvolution) {
        convolution.close();
        convolution = Workspace.give(newConvolution, owner);
    }

    /** Goes on with the indexed rows. */
    void keep(NDArray rows) {
        replaceConvolution(owner.selectRows(convolution, rows));
        NDArray kept = owner.selectRows(ssm, rows);
        ssm.close();
        ssm = kept;
    }
}
