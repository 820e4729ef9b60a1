package org.timeviper.model.assembly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.RandomModel;
import org.timeviper.model.TensorFile;
import org.timeviper.model.TensorFile.Tensor;
import org.timeviper.model.TimeViper;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.Precision;

/** Parts as they are published become a model that computes what it does in one folder, or nothing at all. */
class AssemblyTest {
    private static final String ALPHA = DecoderFamily.NEMOTRON_H.alpha();

    @TempDir
    Path folder;

    private PublishedParts parts;
    private Path out;
    private long shardBytes = 20_000;
    private String schedule = PublishedParts.SCHEDULE;

    @BeforeEach
    void write() throws IOException {
        parts = PublishedParts.in(folder);
        out = folder.resolve("made").resolve("timeviper");
    }

    private AssemblyRequest request(Path language, Path vision, Path timeviper) {
        return request(language, vision, timeviper, false);
    }

    private AssemblyRequest request(Path language, Path vision, Path timeviper, boolean leaveOutSurplus) {
        return new AssemblyRequest(
                Optional.ofNullable(language),
                Optional.ofNullable(vision),
                Optional.ofNullable(timeviper),
                Optional.empty(),
                new AssemblyRequest.Choices(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("tome_mlp-5"),
                        Optional.ofNullable(schedule)),
                out,
                new AssemblyRequest.Output(shardBytes, leaveOutSurplus));
    }

    private static AssemblyReport make(AssemblyRequest request) {
        try (Assembly assembly = Assembly.of(request)) {
            assembly.write(bytes -> {});
            return assembly.report();
        }
    }

    private static AssemblyReport look(AssemblyRequest request) {
        try (Assembly assembly = Assembly.of(request)) {
            return assembly.report();
        }
    }

    private Path added() throws IOException {
        return parts.checkpoint(parts.added(), name -> name, "model");
    }

    private void assertComputesTheSame(Precision precision) {
        assertArrayEquals(RandomModel.logits(parts.whole(), precision), RandomModel.logits(out, precision));
    }

    private void assertHolds(Map<String, Tensor> tensors) {
        assertEquals(List.of(), ModelCheck.of(out).faults());
        try (Checkpoint made = Checkpoint.open(out)) {
            tensors.forEach((name, tensor) -> {
                assertEquals(new TensorInfo(name, tensor.type(), tensor.shape()), made.info(name));
                assertEquals(ByteBuffer.wrap(tensor.values()), made.read(name), name);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aModelOfThreePartsComputesWhatTheSameWeightsDoInOneFolder(boolean torch) throws IOException {
        AssemblyReport report = make(request(parts.language(), parts.vision(torch), added()));
        assertComputesTheSame(torch ? Precision.FLOAT32 : Precision.BFLOAT16);
        assertHolds(parts.languageTensors());
        assertHolds(parts.added());
        assertTrue(report.tensors().stream().allMatch(tensor -> tensor.status() == Status.FOUND));
        assertEquals(
                List.of(Status.NOT_NEEDED, Status.NOT_NEEDED),
                report.leftOut().stream().map(TensorReport::status).toList());
        ModelConfig made = ModelConfig.read(out.resolve("config.json"));
        ModelConfig whole = ModelConfig.read(parts.whole().resolve("config.json"));
        assertEquals(whole.decoder(), made.decoder());
        assertEquals(whole.vision(), made.vision());
        assertEquals(whole.tokenDrop(), made.tokenDrop());
        assertFalse(Files.readString(out.resolve("config.json")).contains("auto_map"));
    }

    /** A transformer with an untied head and TransV's feed-forward layers, and a small one as published without a head. */
    @ParameterizedTest
    @CsvSource({"false, CrossAttention", "true, CrossAttention_wo_MLP"})
    void aTransformerOfThreePartsComputesWhatTheSameWeightsDoInOneFolder(boolean tied, String merge)
            throws IOException {
        parts = PublishedParts.ofTransformer(folder.resolve("transformer"), tied, merge);
        AssemblyReport report = make(request(parts.language(), parts.vision(false), added()));
        assertComputesTheSame(tied ? Precision.BFLOAT16 : Precision.FLOAT32);
        assertHolds(parts.languageTensors());
        assertHolds(parts.added());
        assertTrue(report.tensors().stream().allMatch(tensor -> tensor.status() == Status.FOUND));
        assertEquals(
                !tied,
                report.tensors().stream()
                        .anyMatch(tensor -> "lm_head.weight".equals(tensor.published())
                                && tensor.section().equals("final norm and head")));
        assertTrue(report.tensors().stream()
                .anyMatch(tensor -> "model.layers.2.mlp.gate_proj.weight".equals(tensor.published())
                        && tensor.section().equals("feed-forward layers")));
        ModelConfig made = ModelConfig.read(out.resolve("config.json"));
        ModelConfig whole = ModelConfig.read(parts.whole().resolve("config.json"));
        assertEquals(whole.decoder(), made.decoder());
        assertEquals(whole.tokenDrop(), made.tokenDrop());
        assertEquals("qwen2", made.template());
        TimeViper.load(out, ModelOptions.defaults()).close();
    }

    /** A transformer's names begin as wrapped ones do, and its final norm is called as a vision transformer's. */
    @ParameterizedTest
    @CsvSource({
        "LANGUAGE, model.norm.weight, llm_backbone.llm.model.norm.weight",
        "LANGUAGE, module.model.layers.3.mlp.up_proj.weight, llm_backbone.llm.model.layers.3.mlp.up_proj.weight",
        "LANGUAGE, model.embed_tokens.weight, llm_backbone.llm.model.embed_tokens.weight",
        "LANGUAGE, lm_head.weight, llm_backbone.llm.lm_head.weight",
        "VISION, model.norm.weight, vision_backbone.featurizer.norm.weight",
        "VISION, visual.trunk.blocks.3.attn.qkv.weight, vision_backbone.featurizer.blocks.3.attn.qkv.weight",
        "VISION, module.visual.trunk.pos_embed, vision_backbone.featurizer.pos_embed",
        "VISION, visual.head.proj.weight, vision_backbone.featurizer.head.proj.weight",
        "TIMEVIPER, model.llm_backbone.llm.model.norm.weight, llm_backbone.llm.model.norm.weight",
        "TIMEVIPER, llm.model.merge_ffn_modules.0.up_proj.weight, llm_backbone.llm.model.merge_ffn_modules.0.up_proj.weight",
        "TIMEVIPER, model.backbone.layers.1.norm.weight, llm_backbone.llm.backbone.layers.1.norm.weight",
    })
    void aNameIsUnderstoodByWhatItsFileIs(Part.Kind kind, String published, String name) {
        assertEquals(Optional.of(name), PublishedNames.canonical(published, kind));
    }

    @Test
    void weightsKeepTheirTypesAndGoIntoFilesOfTheSizeThatIsWished() throws IOException {
        AssemblyReport report = make(request(parts.language(), parts.vision(true), added()));
        try (Checkpoint made = Checkpoint.open(out)) {
            long bytes = 0;
            for (TensorReport tensor : report.tensors()) {
                assertEquals(tensor.type(), made.info(tensor.name()).type(), tensor.name());
                bytes += made.info(tensor.name()).bytes();
            }
            assertEquals(bytes, report.bytes());
        }
        try (Stream<Path> files = Files.list(out)) {
            List<Path> shards = files.filter(file -> file.toString().endsWith(".safetensors"))
                    .toList();
            assertTrue(shards.size() > 2, shards::toString);
            for (Path shard : shards) {
                assertTrue(Files.size(shard) < shardBytes + 10_000, shard::toString);
            }
        }
    }

    @Test
    void oneFileIsEnoughWhereItHasRoom() throws IOException {
        shardBytes = 1L << 30;
        make(request(parts.language(), parts.vision(true), added()));
        assertEquals(new TreeSet<>(List.of("config.json", "model.safetensors", "tokenizer.json")), names(out));
    }

    /** How training leaves names, in what is read back as nested dicts. */
    private enum Wrapping {
        DEEPSPEED(name -> "module." + name),
        DATA_PARALLEL_AND_COMPILED(name -> "module._orig_mod." + name),
        FSDP(name -> "_fsdp_wrapped_module." + name.replace(".mixer.", "._fsdp_wrapped_module.mixer.")),
        CHECKPOINTED(name -> name.replace(".mixer.", "._checkpoint_wrapped_module.mixer.")),
        LIGHTNING(name -> "_forward_module.model." + name);

        private final UnaryOperator<String> names;

        Wrapping(UnaryOperator<String> names) {
            this.names = names;
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesThatTrainingHasWrappedAreUnderstood(Wrapping wrapping) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(parts.languageTensors());
        tensors.putAll(parts.added());
        Path checkpoint = parts.checkpoint(tensors, wrapping.names, "state_dict");
        parts.writeLanguageConfig(checkpoint.getParent());
        AssemblyReport report = make(request(null, parts.vision(false), checkpoint));
        assertEquals(2, report.leftOut().size(), report.leftOut()::toString);
        assertHolds(tensors);
    }

    @Test
    void whatTimeViperWasTrainedFurtherOnGoesBeforeThePartsThatItBeganWith() throws IOException {
        Path checkpoint = parts.checkpointInShards(parts.everything());
        AssemblyReport report =
                make(request(parts.language(), parts.vision(true, values -> new float[values.length]), checkpoint));
        assertHolds(parts.everything());
        long superseded = report.leftOut().stream()
                .filter(tensor -> tensor.status() == Status.SUPERSEDED)
                .count();
        long held = report.parts().stream()
                .filter(part -> !part.part().equals("TimeViper checkpoint"))
                .mapToLong(AssemblyReport.PartReport::held)
                .sum();
        assertEquals(held - 2, superseded);
    }

    @Test
    void aModelThatIsInOneFolderAlreadyIsWrittenAnewWithItsOwnConfig() throws IOException {
        schedule = null;
        make(new AssemblyRequest(
                Optional.empty(),
                Optional.empty(),
                Optional.of(parts.whole()),
                Optional.empty(),
                AssemblyRequest.Choices.NONE,
                out,
                AssemblyRequest.Output.USUAL));
        assertComputesTheSame(Precision.FLOAT32);
    }

    private ModelConfig config(AssemblyRequest.Choices choices, Path language, Path vision) throws IOException {
        AssemblyRequest request = new AssemblyRequest(
                Optional.ofNullable(language),
                Optional.ofNullable(vision),
                Optional.of(added()),
                Optional.empty(),
                choices,
                out,
                AssemblyRequest.Output.USUAL);
        try (Assembly assembly = Assembly.of(request)) {
            return assembly.config();
        }
    }

    @Test
    void aPresetSaysWhatThePartsDoNotAndNothingElse() throws IOException {
        AssemblyRequest.Choices preset = new AssemblyRequest.Choices(
                Optional.of(Preset.named("timeviper-9b-transv")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ModelConfig published = config(preset, null, null);
        assertEquals(4480, published.decoder().hidden());
        assertEquals(1152, published.vision().embedDim());
        assertEquals(16, published.tokensPerFrame());
        assertEquals("uni_7_0.5-attn_39_0.1", published.tokenDrop().schedule());
        assertTrue(published.tokenDrop().transV());
        assertEquals("timeviper-9b-transv", published.name());
        AssemblyRequest.Choices scheduled = new AssemblyRequest.Choices(
                preset.preset(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("tome_mlp-5"),
                Optional.of("uni_1_0.5"));
        ModelConfig small = config(scheduled, parts.language(), parts.vision(true));
        assertEquals(40, small.decoder().hidden());
        assertEquals(32, small.vision().embedDim());
        assertEquals(5, small.tokensPerFrame());
        assertEquals("uni_1_0.5", small.tokenDrop().schedule());
        ModelConfig transformer =
                ModelConfig.parse(Preset.named("timeviper-qwen2.5-7b").config(), "preset", "");
        assertEquals(DecoderFamily.QWEN2, transformer.decoder().family());
        assertEquals("qwen2", transformer.template());
    }

    @Test
    void theVisionBackboneIsToldByWhatIsChosenByTimmsConfigOrByTheFilesName() throws IOException {
        Path vision = parts.vision(true);
        Files.delete(vision.resolveSibling("config.json"));
        Path named = Files.move(vision, vision.resolveSibling("vit_large_patch14_reg4_dinov2.lvd142m"));
        AssemblyRequest.Choices choices = new AssemblyRequest.Choices(
                Optional.empty(), Optional.empty(), Optional.of(518), Optional.empty(), Optional.of("uni_1_0.5"));
        VisionConfig dino = config(choices, parts.language(), named).vision();
        assertEquals(VisionConfig.Layout.DINOV2, dino.layout());
        assertEquals(37 * 37, dino.patches());
        choices = new AssemblyRequest.Choices(
                Optional.empty(),
                Optional.of("siglip-vit-b16-256px"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("uni_1_0.5"));
        VisionConfig chosen = config(choices, folder.resolve("NVIDIA-Nemotron-Nano-9B-v2-Base"), named)
                .vision();
        assertEquals(VisionConfig.Layout.SIGLIP, chosen.layout());
        assertEquals(256, chosen.imageSize());
    }

    @Test
    void aTokenOfTheOriginalsForPicturesNeedsNoEmbedding() throws IOException {
        Path language = parts.language();
        Path file = language.resolve("tokenizer.json");
        String tokenizer = Files.readString(file);
        String moved = tokenizer
                .replaceFirst(
                        "\\{\"id\":6,\"content\":\"<image>\"",
                        "{\"id\":" + RandomModel.VOCABULARY + ",\"content\":\"<image>\"")
                .replaceFirst("\"<image>\":6,", "");
        assertFalse(moved.equals(tokenizer));
        Files.writeString(file, moved);
        make(request(language, parts.vision(true), added()));
        TimeViper.load(out, ModelOptions.defaults()).close();
    }

    /** What can be wrong with one tensor. */
    private enum Wrong {
        MISSING("missing " + ALPHA),
        MISSHAPEN("misshapen " + ALPHA + ": has shape [3], expected [1]"),
        WHOLE_NUMBERS("mistyped " + ALPHA + ": holds I32"),
        SURPLUS("surplus projector.projector.4.weight with shape [7]"),
        FOREIGN("surplus adapter.scale with shape [7]");

        private final String said;

        Wrong(String said) {
            this.said = said;
        }

        Map<String, Tensor> change(Map<String, Tensor> tensors) {
            Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
            switch (this) {
                case MISSING -> changed.remove(ALPHA);
                case MISSHAPEN -> changed.put(ALPHA, Tensor.of(TensorType.F16, List.of(3L), new float[3]));
                case WHOLE_NUMBERS -> changed.put(ALPHA, Tensor.of(TensorType.I32, List.of(1L), new float[1]));
                case SURPLUS ->
                    changed.put("projector.projector.4.weight", Tensor.of(TensorType.F16, List.of(7L), new float[7]));
                case FOREIGN -> changed.put("adapter.scale", Tensor.of(TensorType.F16, List.of(7L), new float[7]));
            }
            return changed;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTensorThatIsWrongIsNamedWithItsFileAndNothingIsLeftBehind(Wrong wrong) throws IOException {
        Path checkpoint = parts.checkpoint(wrong.change(parts.added()), name -> name);
        AssemblyRequest request = request(parts.language(), parts.vision(true), checkpoint);
        ModelException e = assertThrows(ModelException.class, () -> make(request));
        assertTrue(e.getMessage().contains(wrong.said), e::getMessage);
        assertTrue(e.getMessage().contains(checkpoint.toString()), e::getMessage);
        assertEquals(1, look(request).faults().size(), e::getMessage);
        assertFalse(Files.exists(out.getParent()));
    }

    @Test
    void surplusThatIsToBeLeftOutIsToldButIsNoFault() throws IOException {
        Path checkpoint = parts.checkpoint(Wrong.FOREIGN.change(parts.added()), name -> name);
        AssemblyReport report = make(request(parts.language(), parts.vision(true), checkpoint, true));
        assertHolds(parts.added());
        assertTrue(report.leftOut().stream()
                .anyMatch(tensor ->
                        tensor.status() == Status.SURPLUS && tensor.name().equals("adapter.scale")));
    }

    /** Found, not needed, or surplus: nothing that a training run saved beside the language model is passed over in silence. */
    @Test
    void whatStandsBesideTheWrappedModelIsTakenOrTold() throws IOException {
        Map<String, Tensor> projector = new LinkedHashMap<>();
        Map<String, Tensor> model = new LinkedHashMap<>(parts.languageTensors());
        parts.added().forEach((name, tensor) -> {
            if (name.startsWith("projector.")) {
                projector.put(name.substring("projector.".length()), tensor);
            } else {
                model.put(name, tensor);
            }
        });
        Tensor some = Tensor.of(TensorType.F16, List.of(7L), new float[7]);
        Map<String, Map<String, Tensor>> saved = new LinkedHashMap<>();
        saved.put("model", model);
        saved.put("projector", projector);
        saved.put("optimizer_states", Map.of("0.exp_avg", some));
        saved.put("ema", Map.of("projector.0.weight", some));
        Path checkpoint = parts.checkpointOf(saved);
        parts.writeLanguageConfig(checkpoint.getParent());
        Path vision = parts.vision(true);
        AssemblyReport report = look(request(null, vision, checkpoint));
        assertEquals(1, report.faults().size(), report.faults()::toString);
        assertTrue(report.faults().getFirst().startsWith("surplus ema.projector.0.weight with shape [7]"));
        assertEquals(
                List.of("attn_pool.latent", "attn_pool.mlp.fc1.bias", "optimizer_states.0.exp_avg"),
                report.leftOut().stream()
                        .filter(tensor -> tensor.status() == Status.NOT_NEEDED)
                        .map(TensorReport::published)
                        .toList());
        make(request(null, vision, checkpoint, true));
        assertHolds(parts.added());
    }

    /** A whole model goes on being one when training has saved its own state beside it. */
    @Test
    void aFolderWithWhatTrainingKeepsIsWhole() throws IOException {
        Map<String, Map<String, Tensor>> saved = new LinkedHashMap<>();
        saved.put("model", parts.everything());
        saved.put("optimizer", Map.of("step", Tensor.of(TensorType.F32, List.of(1L), new float[1])));
        Path checkpoint = parts.checkpointOf(saved);
        Path model = checkpoint.getParent();
        Files.copy(parts.whole().resolve("config.json"), model.resolve("config.json"));
        Files.copy(parts.whole().resolve("tokenizer.json"), model.resolve("tokenizer.json"));
        ModelCheck check = ModelCheck.of(model);
        assertEquals(List.of(), check.faults());
        assertEquals(1, check.unloaded());
        assertEquals(Float.BYTES, check.unloadedBytes());
        assertArrayEquals(
                RandomModel.logits(parts.whole(), Precision.BFLOAT16), RandomModel.logits(model, Precision.BFLOAT16));
    }

    @Test
    void aPartThatIsNotNamedIsAskedForByWhatIsMissing() throws IOException {
        AssemblyReport report = look(request(parts.language(), null, added()));
        assertTrue(report.faults().stream()
                .anyMatch(fault -> fault.contains("missing " + TensorLayout.VISION + "norm.bias")
                        && fault.contains("vision transformer")));
        assertFalse(report.faults().stream().anyMatch(fault -> fault.contains("llm_backbone")));
    }

    @Test
    void oneTensorUnderTwoNamesIsRefused() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(parts.added());
        tensors.put("module." + ALPHA, tensors.get(ALPHA));
        Path checkpoint = parts.checkpoint(tensors, name -> name);
        assertRefused(request(parts.language(), parts.vision(true), checkpoint), "twice");
    }

    @Test
    void transVWithoutAScheduleIsAskedForOne() throws IOException {
        schedule = null;
        assertRefused(request(parts.language(), parts.vision(true), added()), "timeviper-9b-transv");
    }

    @Test
    void howLargeTheLanguageModelIsMustBeTold() throws IOException {
        Path checkpoint = parts.checkpoint(parts.everything(), name -> name);
        assertRefused(request(null, null, checkpoint), "nowhere told");
        Path language = parts.language();
        Files.writeString(language.resolve("config.json"), "{\"model_type\": \"llama\"}");
        assertRefused(request(language, null, checkpoint), "Nemotron-H or the Qwen2 family");
        Files.writeString(language.resolve("config.json"), "{\"model_type\": \"qwen2\"}");
        assertRefused(request(language, null, checkpoint), "'hidden_size' is missing");
        Files.delete(language.resolve("config.json"));
        assertRefused(request(language, null, checkpoint), "no config.json");
    }

    @Test
    void aPositionEmbeddingForOtherPicturesSaysForWhich() throws IOException {
        Path vision = parts.vision(false);
        Path config = vision.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"img_size\" : 28", "\"img_size\" : 35"));
        List<String> faults = look(request(parts.language(), vision, added())).faults();
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.getFirst().contains("pos_embed") && faults.getFirst().contains("28 × 28 pixels"),
                faults::toString);
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws IOException {
        Path language = parts.language();
        Path file = language.resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).replace("\"<s>\":1,", "\"<s>\":1,\"more\":4000,"));
        List<String> faults =
                look(request(language, parts.vision(true), added())).faults();
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.getFirst().contains("4001 tokens"), faults::toString);
        Files.delete(file);
        faults = look(request(language, parts.vision(true), added())).faults();
        assertTrue(faults.getFirst().startsWith("missing tokenizer.json"), faults::toString);
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws IOException {
        Path language = parts.language();
        Path shard = language.resolve("model-00002-of-00002.safetensors");
        try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(shard) - 7);
        }
        assertRefused(request(language, parts.vision(true), added()), shard.toString());
        Path vision = parts.vision(true);
        try (FileChannel file = FileChannel.open(vision, StandardOpenOption.WRITE)) {
            file.truncate(Files.size(vision) / 2);
        }
        assertRefused(request(null, vision, null), vision.toString());
    }

    @Test
    void aFileThatShrinksWhileItIsCopiedLeavesNothing() throws IOException {
        Path language = parts.language();
        Path shard = language.resolve("model-00002-of-00002.safetensors");
        try (Assembly assembly = Assembly.of(request(language, parts.vision(true), added()))) {
            try (RandomAccessFile file = new RandomAccessFile(shard.toFile(), "rw")) {
                file.setLength(file.length() - 100);
            }
            ModelException e = assertThrows(ModelException.class, () -> assembly.write(bytes -> {}));
            assertTrue(e.getMessage().contains(shard.toString()), e::getMessage);
        }
        assertEquals(new TreeSet<>(), names(out.getParent()));
    }

    @Test
    void aPickleThatAsksForMoreThanTensorsIsRefused() throws IOException {
        assertRefused(
                request(parts.language(), null, Path.of("src/test/resources/checkpoint/evil.pt")), "it is refused");
    }

    @Test
    void whatIsThereAlreadyIsLetAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("config.json"), "mine");
        AssemblyRequest request = request(parts.language(), parts.vision(true), added());
        assertTrue(assertThrows(ModelException.class, () -> make(request))
                .getMessage()
                .contains("there already"));
        assertEquals("mine", Files.readString(out.resolve("config.json")));
        assertEquals(new TreeSet<>(List.of("timeviper")), names(out.getParent()));
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndWhatALivingOneWritesIsLetAlone() throws IOException {
        AssemblyRequest request = request(parts.language(), parts.vision(true), added());
        Path staging = out.resolveSibling(".timeviper.assembling");
        Files.createDirectories(staging);
        Files.write(staging.resolve("model-00099-of-00100.safetensors"), new byte[10]);
        try (FileChannel lock =
                FileChannel.open(staging.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            ModelException e = assertThrows(ModelException.class, () -> make(request));
            assertTrue(e.getMessage().contains("another process"), e::getMessage);
            assertTrue(Files.exists(staging.resolve("model-00099-of-00100.safetensors")));
        }
        make(request);
        assertHolds(parts.added());
        assertFalse(names(out).contains("model-00099-of-00100.safetensors"));
        assertEquals(new TreeSet<>(List.of("timeviper")), names(out.getParent()));
    }

    /** More zeros than the disk has room for, which take no room where they lie. */
    @Test
    void aDiskWithoutRoomIsSeenBeforeAnythingIsWritten() throws IOException {
        long layer = 2L * 100_000 * 40;
        long wide = 20_000_000;
        long layers = Files.getFileStore(folder).getUsableSpace() / (2 * layer * wide / 100_000) + 1;
        Path language = parts.language();
        Path config = language.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"M*-M\"", "\"M*-M" + "-".repeat((int) layers) + "\"")
                        .replace("\"num_hidden_layers\" : 4", "\"num_hidden_layers\" : " + (4 + layers))
                        .replace("\"intermediate_size\" : 56", "\"intermediate_size\" : " + wide));
        Path sparse = folder.resolve("sparse.safetensors");
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        for (long i = -1; i < layers; i++) {
            String name = "backbone.layers." + (i < 0 ? 2 : 4 + i) + ".";
            put(tensors, name + "norm.weight", 40);
            put(tensors, name + "mixer.up_proj.weight", wide, 40);
            put(tensors, name + "mixer.down_proj.weight", 40, wide);
        }
        writeSparse(sparse, tensors);
        assertRefused(request(language, parts.vision(true), sparse), "has room for only");
    }

    /** Writes a file that holds these, and all that a TimeViper adds, without values. */
    private void writeSparse(Path file, Map<String, TensorInfo> tensors) throws IOException {
        parts.added()
                .forEach((name, tensor) -> put(
                        tensors,
                        name,
                        tensor.shape().stream().mapToLong(Long::longValue).toArray()));
        TensorFile.sparse(file, tensors);
    }

    private static void put(Map<String, TensorInfo> tensors, String name, long... shape) {
        tensors.put(
                name,
                new TensorInfo(
                        name, TensorType.BF16, Arrays.stream(shape).boxed().toList()));
    }

    private static void assertRefused(AssemblyRequest request, String said) {
        ModelException e = assertThrows(ModelException.class, () -> make(request));
        assertTrue(e.getMessage().contains(said), e::getMessage);
        assertFalse(Files.exists(request.out()));
    }

    private static TreeSet<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    /** 640 MB of weights in a process that has 32 MiB of heap, and never more than 256 MiB in all in memory. */
    @Test
    void weightsAreNeverInMemory() throws Exception {
        Path language = parts.language();
        Path config = language.resolve("config.json");
        long wide = 4_000_000;
        Files.writeString(
                config,
                Files.readString(config).replace("\"intermediate_size\" : 56", "\"intermediate_size\" : " + wide));
        Path sparse = folder.resolve("sparse.safetensors");
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        put(tensors, "backbone.layers.2.mixer.up_proj.weight", wide, 40);
        put(tensors, "backbone.layers.2.mixer.down_proj.weight", 40, wide);
        writeSparse(sparse, tensors);
        long peak = AssemblyProcess.peak(
                "32m",
                List.of(language, parts.vision(true), sparse, out).stream()
                        .map(Path::toString)
                        .toList(),
                "tome_mlp-5",
                PublishedParts.SCHEDULE);
        assertTrue(peak < 256L << 20, () -> peak + " bytes");
        try (Checkpoint made = Checkpoint.open(out)) {
            assertEquals(
                    2 * 40 * wide,
                    made.info(DecoderFamily.NEMOTRON_H.mixer(2) + "up_proj.weight")
                            .bytes());
        }
    }
}
