package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.tensor.Workspace;

/** A checkpoint that is loaded with another schedule computes what one computes that was written with it. */
class OtherDroppingTest {
    private static final String PATTERN = "M-M*M*-";
    private static final String MERGES = "llm_backbone.llm.backbone.merge_modules.";
    private static final String ALPHA = "llm_backbone.llm.backbone.alpha";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "uni_2_0.25, false",
        "uni_2_0.25, true",
        "uni_1_0.5, true",
        "attn_3_0.3, true",
        "uni_2_0.6-attn_5_0.2, false",
        "uni_2_0.6-attn_5_0.2, true",
        "uni_1_0.7-attn_3_0.4-uni_4_0.2, true"
    })
    void aSchedulePutInItsPlaceComputesWhatItWouldHadItBeenWritten(String schedule, boolean transV) throws IOException {
        Path trained = directory.resolve("trained");
        Map<String, float[]> weights = RandomModel.write(trained, RandomModel.config(PATTERN, "uni_2_0.5", true), 3);
        Path written = directory.resolve("written");
        RandomModel.write(written, RandomModel.config(PATTERN, schedule, transV), 4);
        RandomModel.overwrite(written, fitted(weights, ModelConfig.read(written.resolve("config.json"))));

        assertArrayEquals(
                logits(Network.load(written, ModelOptions.defaults())), logits(load(trained, schedule, transV)));
    }

    /** The weights as a checkpoint of another schedule holds them: every stage has the same TransV weights. */
    private static Map<String, float[]> fitted(Map<String, float[]> weights, ModelConfig config) {
        Map<String, float[]> fitted = new HashMap<>(weights);
        fitted.keySet().removeIf(name -> name.startsWith(MERGES) || name.equals(ALPHA));
        if (config.tokenDrop().transV()) {
            int stages = config.tokenDrop().stages().size();
            float[] alpha = new float[stages];
            Arrays.fill(alpha, weights.get(ALPHA)[0]);
            fitted.put(ALPHA, alpha);
            weights.forEach((name, values) -> {
                for (int i = 0; i < stages && name.startsWith(MERGES); i++) {
                    fitted.put(name.replace(MERGES + "0.", MERGES + i + "."), values);
                }
            });
        }
        return fitted;
    }

    @Test
    void aTransformersOtherScheduleCountsBlocksToo() throws IOException {
        Path trained = directory.resolve("trained");
        Map<String, float[]> weights =
                RandomModel.write(trained, RandomModel.transformer(3, "uni_1_0.5", "CrossAttention"), 3);
        Path written = directory.resolve("written");
        RandomModel.write(written, RandomModel.transformer(3, "uni_1_0.6-attn_2_0.2", "no_merge"), 4);
        weights.keySet().removeIf(DecoderFamily.QWEN2::isTransV);
        RandomModel.overwrite(written, weights);
        assertArrayEquals(
                logits(Network.load(written, ModelOptions.defaults())),
                logits(load(trained, "uni_1_0.6-attn_2_0.2", false)));
        assertThrows(IllegalArgumentException.class, () -> load(trained, "uni_3_0.5", false));
    }

    @Test
    void theConfigTellsHowTokensAreDropped() throws IOException {
        RandomModel.write(directory, RandomModel.config(PATTERN, "uni_2_0.5", true), 3);
        try (Network network = load(directory, "uni_2_0.6-attn_5_0.05", true)) {
            assertEquals("uni_2_0.6-attn_5_0.05", network.config().tokenDrop().schedule());
            assertTrue(network.config().tokenDrop().transV());
        }
    }

    @Test
    void transVWithoutItsWeightsAndStagesOfAnotherModelAreRefused() throws IOException {
        RandomModel.write(directory, RandomModel.config(PATTERN, "uni_2_0.5", false), 3);
        ModelException none = assertThrows(ModelException.class, () -> load(directory, "uni_2_0.25", true));
        assertTrue(none.getMessage().contains("no TransV weights"), none.getMessage());
        Path other = directory.resolve("other");
        RandomModel.write(other, RandomModel.config("M*M*-*M*", "", false), 3);
        for (String schedule : new String[] {"attn_1_0.5", "uni_7_0.5"}) {
            TokenDropConfig foreign = TokenDropConfig.parse(
                    schedule,
                    Merging.NONE,
                    ModelConfig.read(other.resolve("config.json")).decoder());
            ModelException e =
                    assertThrows(ModelException.class, () -> Network.load(directory, ModelOptions.defaults(), foreign));
            assertTrue(e.getMessage().contains(schedule), e.getMessage());
        }
    }

    @Test
    void aScheduleThatCannotBeSaysWhy() throws IOException {
        RandomModel.write(directory, RandomModel.config(PATTERN, "", false), 3);
        for (String schedule : new String[] {"uni_9_0.5", "attn_0_0.5", "uni_2", "uni_2_0.5-uni_3_0.9"}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> load(directory, schedule, false));
            assertTrue(e.getMessage().contains("schedule"), e.getMessage());
        }
    }

    private static Network load(Path directory, String schedule, boolean transV) {
        ModelConfig config = ModelConfig.read(directory.resolve("config.json"));
        TokenDropConfig drop =
                TokenDropConfig.parse(schedule, transV ? Merging.CROSS_ATTENTION : Merging.NONE, config.decoder());
        return Network.load(directory, ModelOptions.defaults(), drop);
    }

    private static float[] logits(Network loaded) {
        try (Network network = loaded;
                Workspace workspace = network.kernels().workspace()) {
            int hidden = network.config().decoder().hidden();
            Random random = new Random(1);
            float[] values = new float[30 * hidden];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            NDArray visual = workspace.floats(values, 30, hidden);
            try (PromptPrefix prefix = network.decoder().prefix(new long[] {1, 40}, visual, PrefillListener.none());
                    Prefilled prompt =
                            network.decoder().instruct(prefix, new long[] {50, 60, 70}, PrefillListener.none())) {
                return prompt.logits();
            }
        }
    }
}
