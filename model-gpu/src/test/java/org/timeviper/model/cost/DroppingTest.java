package org.timeviper.model.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelConfig;

class DroppingTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"none", "pdrop:uni_3_0.25", "transv:uni_3_0.5-attn_6_0.1"})
    void whatIsWrittenIsReadBack(String written) {
        assertEquals(written, Dropping.parse(written).notation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "pdrop", "transv:", "uni_3_0.25", "tome:uni_3_0.25"})
    void whatIsNoDroppingIsRefusedWithAnExample(String written) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Dropping.parse(written));
        assertTrue(
                e.getMessage().contains("'" + written + "'") && e.getMessage().contains("transv:uni_3_0.25"));
    }

    @ParameterizedTest
    @CsvSource({
        "pdrop:uni_30_0.5, layers 0 to 9",
        "pdrop:attn_2_0.5, not an attention layer",
        "pdrop:uni_3_2, at most 1",
        "transv:uni_3_0.5, no TransV weights"
    })
    void whatIsNotForTheModelIsRefusedWithTheReason(String written, String why) throws IOException {
        ModelConfig plain = config("M-M*-M*-M-", "", false);
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Dropping.parse(written).of(plain));
        assertTrue(e.getMessage().contains(written) && e.getMessage().contains(why), e.getMessage());
    }

    @Test
    void theUsualOnesStartFromTheModelsOwnSchedule() throws IOException {
        assertEquals(
                List.of(
                        "none",
                        "pdrop:uni_3_0.2",
                        "transv:uni_3_0.2",
                        "transv:uni_3_0.5",
                        "transv:uni_3_0.25",
                        "transv:uni_3_0.1",
                        "transv:uni_3_0.5-attn_6_0.1"),
                usual("M-M*-M*-M-", "uni_3_0.2", true));
        assertEquals(
                List.of(
                        "none",
                        "pdrop:uni_3_0.25",
                        "transv:uni_3_0.25",
                        "transv:uni_3_0.5",
                        "transv:uni_3_0.1",
                        "transv:uni_3_0.5-attn_6_0.1"),
                usual("M-M*-M*-M-", "uni_3_0.25", true));
    }

    @Test
    void theUsualOnesOfATransformerCountBlocks() throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(
                file, RandomModel.transformer(6, "uni_2_0.2", "CrossAttention").toString());
        ModelConfig model = ModelConfig.read(file);
        List<Dropping> usual = Dropping.usual(model);
        assertEquals("transv:uni_2_0.5-attn_5_0.1", usual.getLast().notation());
        usual.stream()
                .filter(dropping -> dropping.kind() == Dropping.Kind.TRANSV)
                .forEach(dropping -> assertEquals(
                        model.tokenDrop().merging(), dropping.of(model).merging()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M-M*-M*-M-", "M-M*-", "M-M-", "*"})
    void theUsualOnesAreForTheirModel(String pattern) throws IOException {
        for (boolean transV : new boolean[] {false, true}) {
            ModelConfig model = config(pattern, transV ? "uni_0_0.3" : "", transV);
            List<Dropping> usual = Dropping.usual(model);
            assertTrue(usual.size() >= 4, usual::toString);
            usual.forEach(dropping -> dropping.of(model));
        }
    }

    private List<String> usual(String pattern, String schedule, boolean transV) throws IOException {
        return Dropping.usual(config(pattern, schedule, transV)).stream()
                .map(Dropping::notation)
                .toList();
    }

    private ModelConfig config(String pattern, String schedule, boolean transV) throws IOException {
        Path file = directory.resolve("config.json");
        Files.writeString(file, RandomModel.config(pattern, schedule, transV).toString());
        return ModelConfig.read(file);
    }
}
