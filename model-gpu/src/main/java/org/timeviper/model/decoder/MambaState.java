package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Numbers;

/** What a Mamba layer remembers of a sequence: the last inputs of its convolution (kernel-1, channels) and the SSM state. */
final class MambaState {
    private final Workspace owner;
    private NDArray convolution;
    private NDArray ssm;
    private boolean shared;
    private Optional<MambaInPlace> inPlace = Optional.empty();

    /** @param owner of both arrays */
    MambaState(Workspace owner, NDArray convolution, NDArray ssm) {
        this(owner, convolution, ssm, false);
    }

    private MambaState(Workspace owner, NDArray convolution, NDArray ssm, boolean shared) {
        this.owner = owner;
        this.convolution = convolution;
        this.ssm = ssm;
        this.shared = shared;
    }

    NDArray convolution() {
        return convolution;
    }

    /** (heads, headDim, state) */
    NDArray ssm() {
        return ssm;
    }

    /** Both arrays where they lie, to go on in place. */
    MambaInPlace inPlace() {
        if (shared) {
            replace(owner.copy(convolution, Precision.FLOAT32), owner.copy(ssm, Precision.FLOAT32));
        }
        if (inPlace.isEmpty()) {
            inPlace = Optional.of(new MambaInPlace(Numbers.of(convolution), Numbers.of(ssm)));
        }
        return inPlace.get();
    }

    /** Takes over new arrays and frees the old. */
    void replace(NDArray newConvolution, NDArray newSsm) {
        convolution.close();
        ssm.close();
        shared = false;
        inPlace = Optional.empty();
        convolution = Workspace.give(newConvolution, owner);
        ssm = Workspace.give(newSsm, owner);
    }

    /** What is held, by name. */
    Map<String, NDArray> arrays(String name) {
        return Map.of(name + "convolution", convolution, name + "ssm", ssm);
    }

    /** Takes over what {@link #arrays} gave. */
    void restore(StoredArrays stored, String name, Workspace scratch) {
        replace(
                stored.read(
                        name + "convolution", scratch, convolution.getShape().getShape()),
                stored.read(name + "ssm", scratch, ssm.getShape().getShape()));
    }

    long bytes() {
        return Float.BYTES * (convolution.size() + ssm.size());
    }

    /** A state of its own that begins where this one is. The arrays are shared until the fork goes on: it never writes into them. */
    MambaState fork(Workspace forkOwner) {
        return new MambaState(forkOwner, forkOwner.alias(convolution), forkOwner.alias(ssm), true);
    }
}
