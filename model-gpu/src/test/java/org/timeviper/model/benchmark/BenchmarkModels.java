package org.timeviper.model.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelConfig;

/** The models that are measured: the one that ships, and a larger one of random weights. */
public enum BenchmarkModels {
    /** The model that ships, or the one that {@code TIMEVIPER_MODEL_DIR} names. */
    STARTER,
    /** Some 180 million random weights: a ViT-B of 224 pixels, and a decoder of the other's family, a hybrid of 14 layers or a transformer of 10 blocks. */
    LARGER;

    private static final String LARGER_FOLDER = "timeviper.benchmark.larger";

    /** Where its config and weights are; {@link #writeLarger} has been there before. */
    public Path directory() {
        return switch (this) {
            case STARTER -> Path.of(System.getenv().getOrDefault("TIMEVIPER_MODEL_DIR", "starter"));
            case LARGER -> Path.of(System.getProperty(LARGER_FOLDER));
        };
    }

    /** What its config says. */
    ModelConfig config() {
        return ModelConfig.read(directory().resolve("config.json"));
    }

    /**
     * Draws the larger model's weights.
     *
     * @return the option that tells another JVM where they are
     */
    static String writeLarger(Path folder) throws IOException {
        ObjectNode config =
                switch (STARTER.config().decoder().family()) {
                    case NEMOTRON_H -> hybrid();
                    case QWEN2 -> transformer();
                };
        config.putObject("vision")
                .put("backbone", "siglip")
                .put("image_size", 224)
                .put("patch_size", 16)
                .put("embed_dim", 768)
                .put("depth", 12)
                .put("num_heads", 12)
                .put("mlp_hidden", 3072);
        config.putObject("projector").put("arch", "tome_mlp-16");
        RandomModel.write(folder, config, 1);
        System.setProperty(LARGER_FOLDER, folder.toString());
        return "-D" + LARGER_FOLDER + "=" + folder;
    }

    private static ObjectNode hybrid() {
        ObjectNode config = RandomModel.config("M-M-M*-M-M-M*-", "", false);
        sized(config)
                .put("head_dim", 64)
                .put("ssm_state_size", 128)
                .put("mamba_num_heads", 24)
                .put("mamba_head_dim", 64)
                .put("n_groups", 8)
                .put("chunk_size", 128);
        return config;
    }

    private static ObjectNode transformer() {
        ObjectNode config = RandomModel.transformer(10, "", "no_merge");
        sized(config);
        return config;
    }

    private static ObjectNode sized(ObjectNode config) {
        return ((ObjectNode) config.get("llm"))
                .put("vocab_size", 8192)
                .put("hidden_size", 768)
                .put("intermediate_size", 3072)
                .put("num_attention_heads", 12)
                .put("num_key_value_heads", 4);
    }
}
