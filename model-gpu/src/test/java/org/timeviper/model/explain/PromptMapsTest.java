package org.timeviper.model.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.tensor.Workspace;

class PromptMapsTest {
    @TempDir
    Path directory;

    @Test
    void everyRowSharesOutOneAmongTheTokensBeforeIt() throws IOException {
        RandomModel.write(directory, RandomModel.config("M-*M*", "uni_3_0.5", true), 3);
        try (Network network = Network.load(directory, ModelOptions.defaults());
                Workspace workspace = network.kernels().workspace()) {
            float[] frames = new float[10 * 40];
            new Random(1)
                    .ints(frames.length, -100, 100)
                    .forEach(i -> frames[Math.floorMod(i, frames.length)] = i / 50f);
            NDArray visual = workspace.floats(frames, 10, 40);
            Map<Integer, LayerMap> maps =
                    new PromptMaps(network).of(new long[] {1, 2}, visual, new long[] {3, 4, 5}, Set.of(0, 1, 2, 4));
            assertEquals(Set.of(0, 2, 4), maps.keySet());
            assertEquals(LayerKind.MAMBA, maps.get(0).kind());
            assertEquals(15, maps.get(2).tokens());
            assertEquals(10, maps.get(4).tokens());
            for (LayerMap map : maps.values()) {
                for (int token = 0; token < map.tokens(); token++) {
                    assertEquals(1, map.share(token, 0, token + 1), 1e-5);
                    assertEquals(0, map.share(token, token + 1, map.tokens()), 0);
                }
            }
        }
    }
}
