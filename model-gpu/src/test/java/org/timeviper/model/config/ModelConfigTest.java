package org.timeviper.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ProjectorConfig.TokenMergingMlp;
import org.timeviper.model.config.ProjectorConfig.TokenOrder;

class ModelConfigTest {
    @TempDir
    Path directory;

    @Test
    void theRecordingsConfigIsReadWhole() throws Exception {
        ModelConfig config = ModelConfig.read(Path.of(ModelConfigTest.class
                .getResource("/reference/odd-sizes/config.json")
                .toURI()));
        assertEquals("odd-sizes", config.name());
        assertEquals("nano", config.template());
        assertEquals(
                new VisionConfig(
                        VisionConfig.Layout.SIGLIP,
                        56,
                        8,
                        64,
                        3,
                        8,
                        160,
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.5, 0.5, 0.5)),
                config.vision());
        assertEquals(new TokenMergingMlp(7, TokenOrder.RAW), config.projector());
        assertEquals(7, config.tokensPerFrame());
        assertEquals(97, config.decoder().vocabulary());
        assertEquals(9, config.decoder().layers().size());
        assertEquals(
                new DecoderConfig.Attention(6, 3, 16, false, false, OptionalDouble.empty()),
                config.decoder().attention());
        assertEquals(
                Optional.of(new DecoderConfig.Mamba(12, 10, 4, 24, 4, 16, 0, Double.POSITIVE_INFINITY, false, true)),
                config.decoder().mamba());
        assertEquals(
                List.of(
                        new DropStage.AttentionGuided(1, 0.7),
                        new DropStage.Uniform(4, 0.4),
                        new DropStage.AttentionGuided(5, 0.1)),
                config.tokenDrop().stages());
        assertTrue(config.tokenDrop().transV());
        assertEquals(SamplingConfig.DEFAULT, config.sampling());
        assertEquals(ConfidenceConfig.NONE, config.confidence());
        assertFalse(config.everyPromptTellsSampling());
        assertFalse(config.saysLess());
        assertFalse(config.weighsOptions());
        assertFalse(config.ordersByTimes());
        assertFalse(config.locatesThings());
        assertFalse(config.measuresMovement());
        assertFalse(config.followsConversations());
    }

    @Test
    void absentKeysHaveTheirDocumentedDefaults() throws IOException {
        DecoderConfig decoder = read(config -> {
                    ((ObjectNode) config.get("llm")).remove(List.of("chunk_size", "num_key_value_heads"));
                    config.remove("token_drop");
                })
                .decoder();
        assertEquals(256, decoder.mamba().orElseThrow().chunk());
        assertEquals(4, decoder.mamba().orElseThrow().convolution());
        assertEquals(4, decoder.attention().keyValueHeads());
        assertEquals(1e-5, decoder.normEpsilon());
    }

    @Test
    void publishedNamesOfKeysAndPythonsInfinityAreUnderstood() throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), """
                {"vision": {"backbone": "siglip-vit-so400m-384px"}, "projector": {"arch": "tome_mlp-16"},
                 "llm": {"hybrid_override_pattern": "M*-", "vocab_size": 131072, "hidden_size": 4480, "intermediate_size": 15680,
                  "num_attention_heads": 40, "num_key_value_heads": 8, "attention_head_dim": 128, "rms_norm_eps": 1e-6,
                  "mamba_num_heads": 128, "mamba_head_dim": 80, "mamba_n_groups": 8, "ssm_state_size": 128, "mamba_d_conv": 5,
                  "mamba_chunk_size": 128, "time_step_limit": [0.0, Infinity], "transformers_version": "4.48"},
                 "sampling": {"fps": 1, "short_clip_seconds": 16, "short_clip_fps": 2, "max_frames": 64}, "every_prompt_tells_sampling": true}""");
        ModelConfig config = ModelConfig.read(file);
        assertEquals(729, config.vision().patches());
        assertEquals(1152, config.vision().embedDim());
        assertEquals(5, config.decoder().mamba().orElseThrow().convolution());
        assertEquals(128, config.decoder().attention().headDim());
        assertEquals(1e-6, config.decoder().normEpsilon());
        assertEquals(
                Double.POSITIVE_INFINITY, config.decoder().mamba().orElseThrow().maxTimeStep());
        assertEquals(new SamplingConfig(1, 16, 2, 64), config.sampling());
        assertTrue(config.everyPromptTellsSampling());
    }

    /** As the 7B is published, and as the newer library writes it anew. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"rope_theta\": 1000000.0, \"sliding_window\": 131072, \"max_window_layers\": 28, \"use_mrope\": false",
                "\"rope_parameters\": {\"rope_theta\": 1000000.0, \"rope_type\": \"default\"}, \"sliding_window\": null,"
                        + " \"head_dim\": null, \"layer_types\": [\"full_attention\", \"full_attention\"]"
            })
    void aPublishedTransformerIsRead(String positions) throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), """
                {"vision": {"backbone": "siglip-vit-so400m-384px"}, "projector": {"arch": "tome_mlp-16"},
                 "llm": {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643,
                  "eos_token_id": 151643, "hidden_act": "silu", "hidden_size": 3584, "initializer_range": 0.02,
                  "intermediate_size": 18944, "max_position_embeddings": 131072, "model_type": "qwen2",
                  "num_attention_heads": 28, "num_hidden_layers": 2, "num_key_value_heads": 4, "rms_norm_eps": 1e-06,
                  "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_sliding_window": false,
                  "vocab_size": 152064, %s}}""".formatted(positions));
        assertEquals(
                new DecoderConfig(
                        DecoderFamily.QWEN2,
                        152_064,
                        3584,
                        List.of(LayerKind.ATTENTION, LayerKind.MLP, LayerKind.ATTENTION, LayerKind.MLP),
                        1e-6,
                        false,
                        Optional.empty(),
                        new DecoderConfig.Attention(28, 4, 128, true, false, OptionalDouble.of(1e6)),
                        new DecoderConfig.Mlp(18_944, true, false)),
                ModelConfig.read(file).decoder());
        assertEquals("qwen2", ModelConfig.read(file).template());
    }

    @Test
    void aTransformersScheduleCountsBlocks() throws IOException {
        ModelConfig config = read(RandomModel.transformer(3, "uni_1_0.5-attn_2_0.1", "CrossAttention"));
        assertEquals("uni_1_0.5-attn_2_0.1", config.tokenDrop().schedule());
        assertEquals(Merging.CROSS_ATTENTION_AND_MLP, config.tokenDrop().merging());
        assertEquals(
                Merging.CROSS_ATTENTION,
                read(RandomModel.transformer(3, "uni_1_0.5", "CrossAttention_wo_MLP"))
                        .tokenDrop()
                        .merging());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "llm | num_hidden_layers   | null                              | 'num_hidden_layers' is missing",
                "llm | hidden_size         | 42                                | 'num_attention_heads' is 4, but must be a divisor of hidden_size, 42",
                "llm | head_dim            | 7                                 | 'head_dim' is 7, but must be even",
                "llm | num_key_value_heads | 3                                 | a divisor of num_attention_heads, 4",
                "llm | hidden_act          | \"gelu\"                          | 'hidden_act' is gelu, but must be silu",
                "llm | use_sliding_window  | true                              | 'use_sliding_window' is true, but must be false",
                "llm | layer_types         | [\"sliding_attention\"]           | 'layer_types' is [sliding_attention], but must be full_attention",
                "llm | layer_types         | [1]                               | 'layer_types' is [1], but must be a list of texts",
                "llm | rope_scaling        | {\"type\": \"yarn\", \"factor\": 4} | rope_scaling: the key 'rope_type' is yarn",
                "llm | rope_parameters     | {\"rope_type\": \"linear\"}       | rope_parameters: the key 'rope_type' is linear",
                "llm | rope_theta          | 0                                 | 'rope_theta' is 0, but must be a number above 0",
                "token_drop | schedule     | \"uni_3_0.5\"                     | layers 0 to 2",
                "token_drop | merge_module | \"Mean\"                          | no_merge or CrossAttention_wo_MLP or CrossAttention",
            })
    void aWrongValueOfATransformerIsNamedByFileAndKey(String section, String key, String value, String message) {
        ObjectNode config = RandomModel.transformer(3, "", "no_merge");
        ModelException e = assertThrows(ModelException.class, () -> read(changed(config, section, key, value)));
        assertTrue(e.getMessage().contains("config.json: " + section), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void howMomentsAreFoundIsReadAndElseAsInThePublishedEvaluation() throws IOException {
        assertEquals(
                new MomentsConfig(0, 1, false, 0, ColoursConfig.NONE),
                read(root -> {}).moments());
        ModelConfig config = read(root -> root.putObject("moments")
                .put("draws", 16)
                .put("refuse_from", 0.1)
                .put("confirm_events", true)
                .put("yes_from", 0.25)
                .putObject("colours")
                .put("from", 0.3)
                .putArray("names")
                .add("red")
                .add("green"));
        ColoursConfig colours = new ColoursConfig(List.of("red", "green"), 0.3);
        assertEquals(new MomentsConfig(16, 0.1, true, 0.25, colours), config.moments());
        assertEquals(
                config.moments(), config.withTokenDrop(TokenDropConfig.NONE).moments());
    }

    @Test
    void howSureAnAnswerAboutWhatIsFoundNowhereHasToBeIsReadAndElseNotAtAll() throws IOException {
        assertEquals(0, read(root -> {}).unlocatedFrom());
        assertEquals(0.75, read(root -> root.put("unlocated_from", 0.75)).unlocatedFrom());
        ModelException e = assertThrows(ModelException.class, () -> read(root -> root.put("unlocated_from", 2)));
        assertTrue(
                e.getMessage().contains("'unlocated_from' is 2.0, but must be a probability, at most 1"),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "yes_from    | 1.5  | 'yes_from' is 1.5, but must be a probability, at most 1",
                "yes_from    | -0.5 | 'yes_from' is -0.5",
                "refuse_from | 1.5  | 'refuse_from' is 1.5, but must be a probability, at most 1",
            })
    void aWrongProbabilityOfMomentsIsNamed(String key, double value, String message) {
        ModelException e = assertThrows(
                ModelException.class,
                () -> read(root -> root.putObject("moments").put(key, value)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"names\": [\"red\"], \"from\": 0.3}             | 'names' is [red], but must be two colours at least, each one word in lower case",
                "{\"names\": [\"red\", \"Dark blue\"], \"from\": 0} | 'names' is [red, Dark blue], but must be two colours at least",
                "{\"from\": 0.3}                                 | 'names' is [], but must be two colours at least",
                "{\"names\": [\"red\", \"blue\"], \"from\": 1.5}     | 'from' is 1.5, but must be a probability, between 0 and 1",
                "{\"names\": [\"red\", \"blue\"]}                  | the key 'from' is missing",
            })
    void wrongColoursOfMomentsAreNamed(String colours, String message) throws IOException {
        JsonNode wrong = new ObjectMapper().readTree(colours);
        ModelException e = assertThrows(
                ModelException.class,
                () -> read(root -> root.putObject("moments").set("colours", wrong)));
        assertTrue(e.getMessage().contains("config.json: moments: colours: "), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void howWideABeamDescriptionsAreSearchedByIsReadForEachFacet() throws IOException {
        assertEquals(CaptionsConfig.DEFAULT, read(root -> {}).captions());
        assertEquals(
                CaptionsConfig.DEFAULT, read(root -> root.putObject("captions")).captions());
        ModelConfig config = read(root ->
                root.putObject("captions").putObject("beam").put("short", 4).put("main_object", 16));
        assertEquals(
                List.of(4, 16, 1),
                Stream.of("short", "main_object", "detailed")
                        .map(config.captions()::beam)
                        .toList());
        assertEquals(
                config.captions(), config.withTokenDrop(TokenDropConfig.NONE).captions());
        assertEquals(config.captions(), config.withPrompts(PromptTexts.USUAL).captions());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"beam\": 4}                | captions: the key 'beam' is 4, but must be an object",
                "{\"beam\": {\"short\": 0}}   | captions: beam: the key 'short' is 0, but must be a whole number of at least 1",
                "{\"beam\": {\"short\": 2.5}} | 'short' is 2.5, but must be a whole number of at least 1",
                "{\"beam\": {\"short\": 17}}  | 'short' is 17, but must be at most 16",
                "{\"beam\": {\"brief\": 4}}   | 'brief' is no facet of a description, but must be one of detailed, background, short, main_object, camera",
            })
    void aWrongBeamIsNamed(String captions, String message) {
        ModelException e = assertThrows(
                ModelException.class, () -> read(root -> root.putRawValue("captions", new RawValue(captions))));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void thatAModelFollowsConversationsIsReadAndKept() throws IOException {
        ModelConfig config = read(root -> root.put("follows_conversations", true));
        assertTrue(config.followsConversations());
        assertTrue(config.withTokenDrop(TokenDropConfig.NONE).followsConversations());
    }

    @Test
    void whatTellsPhotographedFromDrawnIsAsWideAsTheDecoder() throws IOException {
        int hidden = read(root -> {}).decoder().hidden();
        ModelConfig config = read(root -> filmed(root, hidden));
        FilmedOdds filmed = config.confidence().filmed();
        assertTrue(filmed.isKnown());
        float[] means = new float[2 * hidden];
        Arrays.fill(means, hidden, 2 * hidden, 1);
        assertEquals(-3, filmed.of(means, 0), 1e-12);
        assertEquals(0.5 * hidden - 3, filmed.of(means, 1), 1e-9);
        assertFalse(read(root -> {}).confidence().filmed().isKnown());
        assertEquals(
                ConfidenceRule.NONE, config.confidence().of(AnswerKind.GROUNDING, true), "nothing else is known of it");
        ModelException wrong = assertThrows(ModelException.class, () -> read(root -> filmed(root, hidden - 1)));
        assertTrue(
                wrong.getMessage().contains("filmed: the key 'weights'")
                        && wrong.getMessage().contains("as many numbers as the decoder is wide, " + hidden),
                wrong::getMessage);
    }

    @Test
    void whatIsPhotographedMayHaveRulesOfItsOwn() throws IOException {
        int hidden = read(root -> {}).decoder().hidden();
        ConfidenceConfig confidence = read(root -> {
                    filmed(root, hidden);
                    ObjectNode section = (ObjectNode) root.get("confidence");
                    section.putObject("grounding").put("least", 0.3);
                    section.putObject("choice").put("least", 0.4);
                    ((ObjectNode) section.get("filmed")).putObject("grounding").put("least", 0.7);
                })
                .confidence();
        assertEquals(0.3, confidence.of(AnswerKind.GROUNDING).least());
        assertEquals(0.7, confidence.of(AnswerKind.GROUNDING, true).least());
        assertEquals(0.4, confidence.of(AnswerKind.CHOICE, true).least(), "as of all else");
    }

    private static void filmed(ObjectNode root, int count) {
        root.putObject("confidence")
                .putObject("filmed")
                .put("bias", -3)
                .putPOJO("weights", Collections.nCopies(count, 0.5));
    }

    @Test
    void confidenceIsReadForEachKindOfAnswer() throws IOException {
        ModelConfig config = read(root -> {
            root.put("says_less", true);
            root.put("weighs_options", true);
            root.put("orders_by_times", true);
            root.put("locates_things", true);
            root.put("measures_movement", true);
            root.putRawValue("confidence", new RawValue("""
                    {"grounding": {"curve": [[0.5, 0.1], [0.75, 0.4], [1, 0.95]], "least": 0.3}, "caption": {"least": 1},
                     "event": {"curve": [[0.5, 0.6]]}, "answer": {},
                     "things": {"slope": 0.5, "even_at": {"a dog": 2.0, "water": -1}, "named_from": {"water": 3, "a dog": 2.5}}}"""));
        });
        ThingOdds things = config.confidence().things();
        assertEquals(
                new ThingOdds(0.5, Map.of("a dog", 2.0, "water", -1.0), Map.of("a dog", 2.5, "water", 3.0)), things);
        assertEquals(List.of("water", "a dog"), List.copyOf(things.namedFrom().keySet()), "in their order");
        assertEquals(0.5, things.there("a dog", Math.E * Math.E * 0.1, 0.1), 1e-12);
        assertEquals(1 / (1 + Math.exp(-1)), things.there("water", Math.E * 0.1, 0.1), 1e-12);
        assertTrue(config.saysLess());
        assertTrue(config.weighsOptions());
        assertTrue(config.ordersByTimes());
        assertTrue(config.locatesThings());
        assertTrue(config.measuresMovement());
        ConfidenceRule grounding = config.confidence().of(AnswerKind.GROUNDING);
        assertEquals(0.25, grounding.curve().at(0.625), 1e-12);
        assertTrue(grounding.isDemanding() && grounding.isSure(0.3) && !grounding.isSure(0.29));
        assertEquals(
                new ConfidenceRule(ConfidenceCurve.IDENTITY, 1),
                config.confidence().of(AnswerKind.CAPTION));
        assertEquals(0.6, config.confidence().of(AnswerKind.EVENT).curve().at(0.01));
        assertFalse(config.confidence().of(AnswerKind.EVENT).isDemanding());
        assertEquals(ConfidenceRule.NONE, config.confidence().of(AnswerKind.ANSWER));
        assertEquals(ConfidenceRule.NONE, config.confidence().of(AnswerKind.CHOICE));
        assertEquals(
                config.confidence(), config.withTokenDrop(TokenDropConfig.NONE).confidence());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"slope\": 0}                          | 'slope' is 0",
                "{\"even_at\": {\"a dog\": \"often\"}}   | 'a dog' is \"often\", but must be a number",
                "{\"named_from\": {\"a dog\": \"often\"}} | 'a dog' is \"often\", but must be a number",
                "{\"named_from\": {\"a dog\": 3}}          | 'named_from' is {a dog=3.0}, but must be odds from those of 'even_at' on, which for a dog are not given, and not 3.0",
                "{\"even_at\": {\"a dog\": 4}, \"named_from\": {\"a dog\": 3}} | which for a dog are 4.0, and not 3.0",
            })
    void wrongOddsOfThingsAreNamed(String things, String message) {
        ModelException e = assertThrows(
                ModelException.class,
                () -> read(root -> root.putRawValue("confidence", new RawValue("{\"things\": " + things + "}"))));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"least\": 1.5}                          | 'least' is 1.5, but must be between 0 and 1",
                "{\"least\": -0.1}                         | 'least' is -0.1",
                "{\"least\": \"much\"}                     | 'least' is \"much\"",
                "{\"curve\": 3}                            | 'curve' is 3, but must be a list of pairs of numbers",
                "{\"curve\": []}                           | a list of pairs of numbers",
                "{\"curve\": {\"a\": [0, 1]}}              | a list of pairs of numbers",
                "{\"curve\": [0.1, 0.2]}                   | a list of pairs of numbers",
                "{\"curve\": [[0.1, 0.2, 0.3]]}            | a list of pairs of numbers",
                "{\"curve\": [[0.1, \"x\"]]}               | a list of pairs of numbers",
                "{\"curve\": [[0.1, 2]]}                   | between 0 and 1, which [0.1, 2.0] is not",
                "{\"curve\": [[0.2, 0.2], [0.1, 0.3]]}     | unlike [0.2, 0.2] and [0.1, 0.3]",
                "{\"curve\": [[0.1, 0.2], [0.1, 0.3]]}     | whose first numbers rise",
                "{\"curve\": [[0.1, 0.2], [0.2, 0.1]]}     | whose second ones do not fall",
            })
    void aWrongConfidenceIsNamedByItsKind(String rule, String message) {
        ModelException e = assertThrows(
                ModelException.class,
                () -> read(root -> root.putRawValue("confidence", new RawValue("{\"event\": " + rule + "}"))));
        assertTrue(e.getMessage().contains("config.json: confidence: event: "), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void whatAModelIsToldIsReadAndKept() throws IOException {
        assertEquals(PromptTexts.USUAL, read(root -> {}).prompts());
        ModelConfig config = read(root -> root.putObject("prompts")
                .put("dense_captions", "List them.")
                .putObject("caption")
                .put("short", "In short?"));
        assertEquals(Optional.of("List them."), config.prompts().text("dense_captions"));
        assertEquals(Optional.of("In short?"), config.prompts().text("caption.short"));
        assertEquals(Optional.empty(), config.prompts().text("caption.camera"));
        assertEquals(
                config.prompts(), config.withTokenDrop(TokenDropConfig.NONE).prompts());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"grounding\": \"When?\"}          | prompts: the key 'grounding' is 'When?', but must be a text that holds {query}",
                "{\"grounding\": 3}                  | prompts: the key 'grounding' is 3, but must be a text",
                "{\"background_of\": \"Where?\"}     | prompts: the key 'background_of' is 'Where?', but must be a text that holds {thing}",
                "{\"moon\": \"When?\"}               | prompts: the key 'moon' is no text that a model is told, but must be one of background, background_of, caption.background,",
                "{\"caption\": {\"loud\": \"What?\"}} | prompts: caption: the key 'loud' is no text that a model is told",
                "{\"caption\": \"What?\"}            | prompts: the key 'caption' is \"What?\", but must be an object",
            })
    void aWrongPromptIsNamedByItsKey(String prompts, String message) {
        ModelException e = assertThrows(
                ModelException.class, () -> read(root -> root.putRawValue("prompts", new RawValue(prompts))));
        assertTrue(e.getMessage().contains("config.json: " + message), e.getMessage());
    }

    @Test
    void dinov2IsNormalisedAsItWasTrained() throws IOException {
        VisionConfig vision = read(config ->
                        ((ObjectNode) config.get("vision")).removeAll().put("backbone", "dinov2-vit-l"))
                .vision();
        assertEquals(VisionConfig.Layout.DINOV2, vision.layout());
        assertEquals(256, vision.patches());
        assertEquals(List.of(0.485, 0.456, 0.406), vision.mean());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "llm    | hidden_size              | null        | 'hidden_size' is missing",
                "llm    | head_dim                 | null        | 'head_dim' (also known as attention_head_dim) is missing",
                "llm    | hidden_size              | 0           | 'hidden_size' is 0, but must be a whole number of at least 1",
                "llm    | vocab_size               | 1.5         | 'vocab_size' is 1.5",
                "llm    | vocab_size               | \"many\"    | 'vocab_size' is \"many\"",
                "llm    | hybrid_override_pattern  | \"MX\"      | made of M, * and - only",
                "llm    | num_hidden_layers        | 3           | as long as num_hidden_layers, which is 3",
                "llm    | n_groups                 | 4           | a divisor of mamba_num_heads, 6",
                "llm    | num_key_value_heads      | 3           | a divisor of num_attention_heads, 4",
                "llm    | time_step_limit          | [1]         | a list of 2 numbers",
                "llm    | time_step_limit          | [2, 1]      | two rising numbers",
                "llm    | layer_norm_epsilon       | -1          | a number above 0",
                "llm    | use_conv_bias            | 1           | true or false",
                "llm    | mlp_hidden_act           | \"silu\"    | 'mlp_hidden_act' is silu, but must be relu2",
                "llm    | mamba_hidden_act         | \"gelu\"    | 'mamba_hidden_act' is gelu, but must be silu",
                "vision | backbone                 | \"resnet\"  | 'backbone' is resnet, but must be one of dinov2",
                "vision | patch_size               | 99          | at most image_size, 28",
                "vision | num_heads                | 3           | a divisor of embed_dim, 32",
                "vision | depth                    | 1           | the last block is never run",
                "vision | std                      | [0, 1, 1]   | above 0",
                "projector | arch                  | \"tome_mlp\" | tome_mlp-K",
                "projector | arch                  | \"tome_mlp-17\" | at most 16 tokens",
                "projector | visual_token_order    | \"random\"  | raw, ascending or descending",
                "token_drop | schedule             | \"uni_0\"   | stage 'uni_0'",
                "token_drop | schedule             | \"uni_9_0.5\" | layers 0 to 3",
                "token_drop | schedule             | \"attn_0_0.5\" | layer 0 is not an attention layer",
                "token_drop | schedule             | \"uni_1_1.5\" | above 0 and at most 1",
                "token_drop | schedule             | \"uni_2_0.5-uni_1_0.4\" | rising layer",
                "token_drop | schedule             | \"uni_1_0.5-uni_2_0.6\" | keep more than the stage before",
                "token_drop | merge_module         | \"Mean\"    | no_merge or CrossAttention",
            })
    void aWrongValueIsNamedByFileAndKey(String section, String key, String value, String message) throws IOException {
        ModelException e = assertThrows(
                ModelException.class, () -> read(changed(RandomModel.config("M*-M", "", false), section, key, value)));
        assertTrue(e.getMessage().contains("config.json: " + section), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void whatIsNotAConfigIsNamed() throws IOException {
        Path file = directory.resolve("config.json");
        assertTrue(refusal(file).contains("cannot read " + file));
        Files.writeString(file, "{");
        assertTrue(refusal(file).contains("is not JSON"));
        Files.writeString(file, "[]");
        assertTrue(refusal(file).contains("no JSON object"));
        Files.writeString(file, "{\"vision\": 3}");
        assertTrue(refusal(file).contains("'vision' is 3, but must be an object"));
    }

    private static String refusal(Path file) {
        return assertThrows(ModelException.class, () -> ModelConfig.read(file)).getMessage();
    }

    /** A config with another value under one key; {@code null} for none. */
    private static ObjectNode changed(ObjectNode config, String section, String key, String value) {
        ObjectNode object = (ObjectNode) config.get(section);
        object.remove(key);
        if (!value.equals("null")) {
            object.putRawValue(key, new RawValue(value));
        }
        return config;
    }

    private ModelConfig read(Consumer<ObjectNode> change) throws IOException {
        ObjectNode config = RandomModel.config("M*-M", "", false);
        change.accept(config);
        return read(config);
    }

    private ModelConfig read(ObjectNode config) throws IOException {
        return ModelConfig.read(Files.writeString(directory.resolve("config.json"), config.toString()));
    }
}
