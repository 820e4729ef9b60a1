package org.timeviper.model.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.timeviper.model.RandomModel;
import org.timeviper.model.benchmark.Work.Behind;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.tensor.Precision;

/**
 * Costs of models so small that they can be counted by hand. The hybrid: stream 40; attention with 4 heads of 8 and 2 of keys and values; feed-forward of 56; Mamba with 6 heads of 5, so 30 inner
 * channels, 3 groups of 6 numbers, so 66 channels in a convolution of 4, and 102 rows of in_proj, the last 6 of which are time steps; chunks of 4; 265 tokens.
 */
class WorkTest {
    private static final double HEAD = 265 * 40;
    /** Rows of in_proj that are no time steps, and out_proj. */
    private static final double MAMBA_MATRICES = 96 * 40 + 30 * 40;

    private static final double TIME_STEPS = 6 * 40;
    /** Norms, the convolution with its bias, dt_bias, A_log, D. */
    private static final double MAMBA_VECTORS = 40 + 30 + 66 * 4 + 66 + 3 * 6;

    private static final double MAMBA_STATE = 30 * 6 + 3 * 66;
    private static final double MLP_MATRICES = 2 * 56 * 40;
    private static final double ATTENTION_MATRICES = 2 * 32 * 40 + 2 * 16 * 40;
    /** Key and value. */
    private static final double TOKEN = 2 * 2 * 8;

    private static Work work(ObjectNode config) {
        return new Work(ModelConfig.parse(config.toString().getBytes(StandardCharsets.UTF_8), "config.json", "small"));
    }

    private static Work hybrid() {
        return work(RandomModel.config("M-*", "", false));
    }

    @Test
    void aPromptsTokenPassesEveryMatrixAndLooksBackOnHalfOfThePrompt() {
        double scan = 4 * (18 + 30) + 4 * 30 * 6;
        double mamba = 2 * (MAMBA_MATRICES + TIME_STEPS) + scan;
        double mlp = 2 * MLP_MATRICES;
        double attention = 2 * ATTENTION_MATRICES + 4 * 32 * 5;
        assertEquals(mamba, hybrid().prefillToken(LayerKind.MAMBA, 10));
        assertEquals(mlp, hybrid().prefillToken(LayerKind.MLP, 10));
        assertEquals(attention, hybrid().prefillToken(LayerKind.ATTENTION, 10));
        assertEquals(mamba + mlp + attention, hybrid().prefillToken(10));
    }

    @Test
    void aStepLooksBackOnAllThatIsBehindAndAsksTheHead() {
        double layers = 2 * (MAMBA_MATRICES + TIME_STEPS)
                + 5 * 30 * 6
                + 2 * MLP_MATRICES
                + 2 * ATTENTION_MATRICES
                + 4 * 32 * 100;
        assertEquals(layers + 2 * HEAD, hybrid().step(Behind.one(100)));
        assertEquals(3 * (layers + 2 * HEAD), hybrid().step(new Behind(3, 98, 2)));
        assertEquals(2 * ATTENTION_MATRICES + 4 * 32 * 100, hybrid().step(LayerKind.ATTENTION, Behind.one(100)));
    }

    @Test
    void aStepReadsWeightsAndCachesAndReadsAndWritesStates() {
        double mamba = 4 * (MAMBA_MATRICES + TIME_STEPS + MAMBA_VECTORS) + 2 * 4 * MAMBA_STATE;
        double mlp = 4 * (MLP_MATRICES + 40);
        double attention = 4 * (ATTENTION_MATRICES + 40) + 100 * 4 * TOKEN;
        assertEquals(mamba, hybrid().stepBytes(LayerKind.MAMBA, Behind.one(100), Precision.FLOAT32));
        assertEquals(mlp, hybrid().stepBytes(LayerKind.MLP, Behind.one(100), Precision.FLOAT32));
        assertEquals(attention, hybrid().stepBytes(LayerKind.ATTENTION, Behind.one(100), Precision.FLOAT32));
        assertEquals(mamba + mlp + attention + 4 * (40 + HEAD), hybrid().stepBytes(Behind.one(100), Precision.FLOAT32));
    }

    @Test
    void inBfloat16TimeStepsVectorsAndStatesStayFloat32() {
        double mamba = 2 * MAMBA_MATRICES + 4 * (TIME_STEPS + MAMBA_VECTORS) + 2 * 4 * MAMBA_STATE;
        double mlp = 2 * MLP_MATRICES + 4 * 40;
        double attention = 2 * ATTENTION_MATRICES + 4 * 40 + 100 * 2 * TOKEN;
        assertEquals(mamba, hybrid().stepBytes(LayerKind.MAMBA, Behind.one(100), Precision.BFLOAT16));
        assertEquals(
                mamba + mlp + attention + 4 * 40 + 2 * HEAD, hybrid().stepBytes(Behind.one(100), Precision.BFLOAT16));
    }

    @Test
    void sequencesTogetherReadWeightsAndWhatTheyShareOnce() {
        double weights = 4
                * (MAMBA_MATRICES
                        + TIME_STEPS
                        + MAMBA_VECTORS
                        + MLP_MATRICES
                        + 40
                        + ATTENTION_MATRICES
                        + 40
                        + 40
                        + HEAD);
        assertEquals(
                weights + 3 * 2 * 4 * MAMBA_STATE + (100 + 3 * 2) * 4 * TOKEN,
                hybrid().stepBytes(new Behind(3, 100, 2), Precision.FLOAT32));
    }

    @Test
    void aTransformersBlockIsAttentionAndAGatedFeedForward() {
        Work work = work(RandomModel.transformer(2, "", "no_merge"));
        double attentionMatrices = 2 * 40 * 40 + 2 * 20 * 40;
        double mlpMatrices = 3 * 56 * 40;
        assertEquals(2 * (2 * attentionMatrices + 4 * 40 * 5 + 2 * mlpMatrices), work.prefillToken(10));
        assertEquals(
                2 * (2 * attentionMatrices + 4 * 40 * 100 + 2 * mlpMatrices) + 2 * HEAD, work.step(Behind.one(100)));
        double attention = 2 * (attentionMatrices + 40 + 20 + 20) + 4 * 40 + 100 * 2 * (2 * 2 * 10);
        double mlp = 2 * mlpMatrices + 4 * 40;
        assertEquals(2 * (attention + mlp) + 4 * 40 + 2 * HEAD, work.stepBytes(Behind.one(100), Precision.BFLOAT16));
        assertEquals(0, work.prefillToken(LayerKind.MAMBA, 10));
        assertEquals(0, work.step(LayerKind.MAMBA, Behind.one(100)));
        assertEquals(0, work.stepBytes(LayerKind.MAMBA, Behind.one(100), Precision.FLOAT32));
    }

    @Test
    void aHeadThatIsTheEmbeddingsIsReadLikeOne() {
        ObjectNode config = RandomModel.transformer(2, "", "no_merge");
        double apart = work(config).stepBytes(Behind.one(100), Precision.BFLOAT16);
        ((ObjectNode) config.get("llm")).put("tie_word_embeddings", true);
        assertEquals(apart, work(config).stepBytes(Behind.one(100), Precision.BFLOAT16));
    }

    /** Three tokens of text, ten of frames, five of text behind them; before the attention layer five of the ten go, chosen by scores, and are taken in. */
    @Test
    void ofAPromptWhoseTokensAreDroppedTheLayersBehindTheDropSeeThoseThatAreLeft() {
        ModelConfig config = ModelConfig.parse(
                RandomModel.config("M-*", "attn_2_0.5", true).toString().getBytes(StandardCharsets.UTF_8),
                "config.json",
                "small");
        Work work = new Work(config);
        double before = 18 * (work.prefillToken(LayerKind.MAMBA, 18) + work.prefillToken(LayerKind.MLP, 18));
        double behind = 13 * work.prefillToken(LayerKind.ATTENTION, 13);
        double scores = 2 * 16 * 40 * 18;
        double takenIn = 2 * 2 * 16 * 40 * 5 + 5 * (2 * 2 * 32 * 40 + 4 * 32 * 5);
        Work.Prompt prompt = new Work.Prompt(3, 10, 5);
        assertEquals(before + behind + scores + takenIn + 2 * HEAD, work.prefill(prompt, config.tokenDrop()));
        assertEquals(18 * work.prefillToken(18) + 2 * HEAD, work.prefill(prompt, TokenDropConfig.NONE));
        double cache = work.stepBytes(Behind.one(0), Precision.FLOAT32);
        assertEquals(
                cache + (3 + 5 + 5 + 2) * 4 * TOKEN,
                work.stepBytes(prompt, config.tokenDrop(), 1, 2, Precision.FLOAT32));
        assertEquals(
                work.stepBytes(new Behind(3, 13, 7), Precision.BFLOAT16),
                work.stepBytes(prompt, TokenDropConfig.NONE, 3, 2, Precision.BFLOAT16));
    }

    /** 16 patches of 7 × 7 pixels, 32 channels, 48 in the feed-forward; two of three blocks are run. */
    @Test
    void aFrameIsEmbeddedAndPassesTheBlocksThatAreRun() {
        double matrices = 4 * 32 * 32 + 2 * 48 * 32;
        double embedding = 2 * 16 * 147 * 32;
        assertEquals(embedding + 2 * (16 * 2 * matrices + 4 * 16 * 16 * 32), hybrid().transformer());
        ObjectNode config = RandomModel.config("M-*", "", false);
        ((ObjectNode) config.get("vision")).put("backbone", "dinov2");
        assertEquals(
                embedding + 2 * (21 * 2 * matrices + 4 * 21 * 21 * 32),
                work(config).transformer());
    }

    @Test
    void aFramesFiveTokensAreProjectedTwice() {
        assertEquals(5 * 2 * (32 * 40 + 40 * 40), hybrid().projector());
    }

    @Test
    void mergingHalvesTheTokensAtMostInEveryTurn() {
        assertEquals(4 * 32 * (16 + 8 + 8 + 5), hybrid().mergeBytes());
        ObjectNode config = RandomModel.config("M-*", "", false);
        config.putObject("projector").put("arch", "gelu_mlp");
        assertEquals(0, work(config).mergeBytes());
    }

    @Test
    void aPictureIsReadInBytesAndWrittenInFloats() {
        assertEquals(3 * 20 * 10 + 4 * 3 * 28 * 28, hybrid().preprocessBytes(20, 10));
        assertEquals(4 * 265, Work.samplingBytes(265));
    }
}
