package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Workspace;

/** What a Mamba layer remembers of a sequence: the last inputs of its convolution (kernel-1, channels) and the SSM state. */
final class MambaState {
    private final Workspace owner;
    private NDArray convolution;
    private NDArray ssm;

    /** @param owner of both arrays */
    MambaState(Workspace owner, NDArray convolution, NDArray ssm) {
        this.owner = owner;
        this.convolution = convolution;
        this.ssm = ssm;
    }

    NDArray convolution() {
        return convolution;
    }

    /** (heads, headDim, state) */
    NDArray ssm() {
        return ssm;
    }

    /** Takes over new arrays and frees the old. */
    void replace(NDArray newConvolution, NDArray newSsm) {
        convolution.close();
        ssm.close();
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

    /** A state of its own that begins where this one is. The arrays are shared, but never written into. */
    MambaState fork(Workspace forkOwner) {
        return new MambaState(forkOwner, forkOwner.alias(convolution), forkOwner.alias(ssm));
    }
}
