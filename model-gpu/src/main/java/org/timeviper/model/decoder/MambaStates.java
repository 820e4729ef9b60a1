package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Numbers;

/** What a Mamba layer remembers of every sequence of a batch: a {@link MambaState} a row. */
final class MambaStates {
    private final Workspace owner;
    private NDArray convolution;
    private NDArray ssm;
    private Optional<MambaInPlace> inPlace = Optional.empty();

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

    /** Both arrays where they lie, to go on in place. */
    MambaInPlace inPlace() {
        if (inPlace.isEmpty()) {
            inPlace = Optional.of(new MambaInPlace(Numbers.of(convolution), Numbers.of(ssm)));
        }
        return inPlace.get();
    }

    /** Whether all numbers can be reached by index, in the processor's memory. */
    boolean isReached() {
        return Numbers.reaches(convolution) && Numbers.reaches(ssm);
    }

    /** Takes over a new array and frees the old. */
    void replaceConvolution(NDArray newConvolution) {
        inPlace = Optional.empty();
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
