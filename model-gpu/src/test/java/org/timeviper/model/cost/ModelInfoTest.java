package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.FullSize;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.tensor.Precision;

/** The published 9B with TransV, and the 7B transformer, in the shapes that they have. */
class ModelInfoTest {
    private static final double GIB = 1L << 30;
    private static final long CARD = 80_000_000_000L;

    @TempDir
    Path folder;

    private ModelConfig config;

    @BeforeEach
    void write() throws IOException {
        byte[] preset =
                Files.readAllBytes(Path.of("src/main/resources/org/timeviper/model/assembly/timeviper-9b-transv.json"));
        config = ModelConfig.parse(preset, "preset", "timeviper");
        FullSize.write(folder, preset);
    }

    @Test
    void parametersAreCountedByPart() {
        ModelInfo info = ModelInfo.of(folder);
        Map<String, ModelInfo.PartSize> parts =
                info.parts().stream().collect(Collectors.toMap(ModelInfo.PartSize::part, part -> part));
        assertEquals(
                2L * (2 * 4480 * 5120 + 2 * 4480 * 1024) + 2,
                parts.get("TransV").parameters());
        assertEquals(131072L * 4480, parts.get("embeddings").parameters());
        assertEquals(
                25L * (2 * 4480 * 15680 + 4480),
                parts.get("feed-forward layers").parameters());
        assertEquals(
                1152L * 4480 + 4480 + 4480 * 4480 + 4480, parts.get("projector").parameters());
        long language = List.of(
                        "embeddings",
                        "Mamba-2 layers",
                        "attention layers",
                        "feed-forward layers",
                        "final norm and head")
                .stream()
                .mapToLong(part -> parts.get(part).parameters())
                .sum();
        assertEquals(8.89e9, language, 0.01e9, "what its name says");
        assertEquals(0.41e9, parts.get("vision transformer").parameters(), 0.01e9);
        info.parts().forEach(part -> assertTrue(part.bfloat16Bytes() <= part.float32Bytes(), part::toString));
        assertEquals(4 * parts.get("TransV").parameters(), parts.get("TransV").float32Bytes());
        assertEquals(
                parts.get("vision transformer").float32Bytes(),
                parts.get("vision transformer").bfloat16Bytes());
    }

    @Test
    void aTransformerKeepsKeysAndValuesOfEveryBlock() throws IOException {
        byte[] preset = Files.readAllBytes(
                Path.of("src/main/resources/org/timeviper/model/assembly/timeviper-qwen2.5-7b.json"));
        ModelConfig transformer = ModelConfig.parse(preset, "preset", "timeviper");
        Path other = Files.createDirectories(folder.resolve("transformer"));
        FullSize.write(other, preset);
        Map<String, Long> parameters = ModelInfo.of(other).parts().stream()
                .collect(Collectors.toMap(ModelInfo.PartSize::part, ModelInfo.PartSize::parameters));
        assertEquals(
                28L * (2 * 3584 * 3584 + 2 * 3584 * 512 + 3584 + 2 * 512 + 3584), parameters.get("attention layers"));
        assertEquals(28L * (3 * 3584 * 18_944 + 3584), parameters.get("feed-forward layers"));
        long language = List.of("embeddings", "attention layers", "feed-forward layers", "final norm and head").stream()
                .mapToLong(parameters::get)
                .sum();
        assertEquals(7.62e9, language, 0.005e9, "what it is published with");
        MemoryNeed need = MemoryNeed.of(transformer, TokenDropConfig.NONE, Precision.BFLOAT16, 0);
        assertEquals(16 * (2 * 4.0 * 3584 + 28 * 2 * 4 * 128 * 2), need.bytesPerFrame());
        assertTrue(need.fixed().stream().noneMatch(term -> term.name().contains("Mamba")), need::toString);
        TokenDropConfig half = TokenDropConfig.parse("uni_14_0.5", Merging.NONE, transformer.decoder());
        assertEquals(
                16 * (2 * 4.0 * 3584 + 21 * 2 * 4 * 128 * 2),
                MemoryNeed.of(transformer, half, Precision.BFLOAT16, 0).bytesPerFrame());
    }

    /** How memory grew from 256 frames on when the published shapes were run on an H200: 18.6 GiB, 21.1 GiB, 25.2 GiB. */
    @ParameterizedTest
    @CsvSource({"4096, 21.1", "10240, 25.2"})
    void whatFramesAddIsWhatWasMeasured(int frames, double measured) {
        MemoryNeed need = MemoryNeed.of(config, config.tokenDrop(), Precision.BFLOAT16, 0);
        double growth = need.bytes(frames) - need.bytes(256);
        assertEquals(1, growth / ((measured - 18.6) * GIB), 0.15);
        assertEquals(1, need.bytes(frames) / (measured * GIB), 0.15);
    }

    /** 4480 channels of float32; of the 40 heads' scores one number each for every token that is left. */
    @Test
    void whereTwoStreamsAreThereBeforeTheCachesAreTheyAreWhatCounts() {
        TokenDropConfig early = TokenDropConfig.parse("uni_7_0.9-attn_39_0.1", Merging.NONE, config.decoder());
        assertEquals(
                16 * (4.0 * 4480 * (1 + 1 + 0.9) + 0.9 * 40 * 4),
                MemoryNeed.of(config, early, Precision.BFLOAT16, 0).bytesPerFrame(),
                1e-6);
    }

    @Test
    void theLongestFilmFillsTheCardAndNotMore() {
        for (MemoryNeed need : ModelInfo.needs(folder, 1_000_000_000L)) {
            long frames = need.longest(CARD);
            assertEquals(0, frames % 4);
            assertTrue(need.bytes(frames) <= CARD, need::dropping);
            assertTrue(need.bytes(frames + 4) > CARD, need::dropping);
            assertEquals(0, need.longest(10_000_000_000L), "the weights alone are more");
        }
    }

    @Test
    void aFilmIsLongerWhereTokensAreDroppedAndWhereNumbersAreShort() {
        MemoryNeed transV = MemoryNeed.of(config, config.tokenDrop(), Precision.BFLOAT16, 0);
        MemoryNeed whole = MemoryNeed.of(config, TokenDropConfig.NONE, Precision.BFLOAT16, 0);
        MemoryNeed wide = MemoryNeed.of(config, TokenDropConfig.NONE, Precision.FLOAT32, 0);
        assertTrue(transV.longest(CARD) > whole.longest(CARD));
        assertTrue(whole.longest(CARD) > wide.longest(CARD));
        // 16 tokens, each with its embedding, its place in the stream, and keys and values of 4 layers
        assertEquals(16 * (2 * 4.0 * 4480 + 4 * 2 * 8 * 128 * 2), whole.bytesPerFrame());
    }
}
