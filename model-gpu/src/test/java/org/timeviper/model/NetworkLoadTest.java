package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/** One model in every form in which checkpoints come: it must compute the same in all. */
class NetworkLoadTest {
    private static final String ALPHA = "llm_backbone.llm.backbone.alpha";

    @TempDir
    Path directory;

    private Map<String, float[]> weights;

    @BeforeEach
    void write() throws IOException {
        weights = RandomModel.write(directory, RandomModel.config("M*-M", "uni_1_0.5", true), 9);
        // numbers that every floating-point type holds exactly
        weights.values().forEach(values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.round(values[i] * 64) / 64f;
            }
        });
        RandomModel.overwrite(directory, weights);
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F16", "BF16"})
    void whateverTypeTheWeightsAreStoredInTheModelIsTheSame(TensorType type) throws IOException {
        for (Precision precision : Precision.values()) {
            float[] expected = logits(precision);
            RandomModel.overwrite(directory, weights, type);
            assertArrayEquals(expected, logits(precision));
            RandomModel.overwrite(directory, weights);
        }
    }

    @Test
    void aShardedModelIsTheSame() throws IOException {
        float[] expected = logits(Precision.FLOAT32);
        shard();
        assertArrayEquals(expected, logits(Precision.FLOAT32));
    }

    @Test
    void aTensorThatNoShardHoldsIsNamedWithItsShape() throws IOException {
        weights.remove(ALPHA);
        shard();
        CheckpointException e = assertThrows(CheckpointException.class, () -> logits(Precision.FLOAT32));
        assertTrue(e.getMessage().contains("missing " + ALPHA + ", expected with shape [1]"), e.getMessage());
        assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
    }

    @Test
    void weightsThatAreWholeNumbersAreRefusedByFileAndName() throws IOException {
        RandomModel.overwrite(directory, weights, TensorType.I32);
        ModelException e = assertThrows(ModelException.class, () -> logits(Precision.FLOAT32));
        assertTrue(e.getMessage().contains("patch_embed.proj.weight")
                && e.getMessage().contains("I32"));
        assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"transposed, 24, 6", "column, 2, 14"})
    void aStridedTensorOfATorchFileReachesTheEngineInOrder(String name, int size, float second) {
        Path file = Path.of("src/test/resources/checkpoint/strided.pt");
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace workspace = kernels.workspace();
                Checkpoint checkpoint = Checkpoint.open(file)) {
            float[] values = new Weights(checkpoint, workspace, Precision.FLOAT32)
                    .matrix(name)
                    .toFloatArray();
            assertEquals(size, values.length);
            assertEquals(second, values[1]);
        }
    }

    private void shard() throws IOException {
        Files.delete(directory.resolve("model.safetensors"));
        Map<String, String> homes = new LinkedHashMap<>();
        Map<String, Map<String, float[]>> shards = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            String shard = "model-0000" + (1 + homes.size() % 3) + "-of-00003.safetensors";
            homes.put(name, shard);
            shards.computeIfAbsent(shard, file -> new LinkedHashMap<>()).put(name, values);
        });
        for (Map.Entry<String, Map<String, float[]>> shard : shards.entrySet()) {
            RandomModel.writeSafetensors(directory, shard.getKey(), shard.getValue(), TensorType.F32);
        }
        TensorFile.index(directory.resolve("model.safetensors.index.json"), homes);
    }

    private float[] logits(Precision precision) {
        return RandomModel.logits(directory, precision);
    }
}
