package org.timeviper.model.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import java.util.Locale;

/** A process that computes by the operator library if the engine was told to load it, and tells which kernels it had and what came out. */
final class OperatorProcess {

    private OperatorProcess() {}

    public static void main(String... arguments) throws Exception {
        Engine.getEngine("PyTorch");
        KernelArchive archive = OperatorLibrary.isLoaded() ? KernelArchive.withOperators() : KernelArchive.plain();
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), archive);
                Workspace workspace = kernels.workspace()) {
            NDArray three = workspace.floats(new float[] {3, -3}, 1, 2);
            NDArray one = workspace.floats(new float[] {1, 1}, 2);
            float[] z = workspace.gatedGroupNorm(three, three, one, 1, 0).toFloatArray();
            System.out.printf(Locale.ROOT, "%s %.3f %.3f%n", kernels.method("gated_group_norm"), z[0], z[1]);
        }
    }
}
