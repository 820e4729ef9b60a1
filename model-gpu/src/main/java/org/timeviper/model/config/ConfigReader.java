package org.timeviper.model.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Reads {@code config.json}. Tolerant of aliases, absent keys that have a default and unknown keys; strict about everything else. */
final class ConfigReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // written by Python: Infinity
            .build();
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);
    /** Token merging compares tokens by the mean over this many groups of channels. */
    private static final int MERGE_GROUPS = 16;

    private ConfigReader() {}

    static ModelConfig read(Path file) {
        byte[] content = content(file, ": a model directory holds config.json, model.safetensors and tokenizer.json");
        Path directory = file.toAbsolutePath().getParent();
        String name = directory.getFileName() == null
                ? "model"
                : directory.getFileName().toString();
        return parse(content, file.toString(), name);
    }

    static PromptTexts prompts(Path file) {
        return PromptTexts.of(section(content(file, ": it should hold texts, as prompts.json does"), file.toString()));
    }

    private static byte[] content(Path file, String advice) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelException("cannot read " + file + advice, e);
        }
    }

    static ModelConfig parse(byte[] content, String source, String name) {
        return model(section(content, source), name);
    }

    private static JsonSection section(byte[] content, String source) {
        JsonNode root;
        try {
            root = JSON.readTree(content);
        } catch (JacksonException e) {
            throw new ModelException(source + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!root.isObject()) {
            throw new ModelException(source + " holds no JSON object");
        }
        return new JsonSection(source, root);
    }

    private static ModelConfig model(JsonSection root, String directory) {
        VisionConfig vision = vision(root.requiredSection("vision"));
        JsonSection llm = root.requiredSection("llm");
        DecoderConfig decoder = DecoderReader.read(llm);
        JsonSection projector = root.requiredSection("projector");
        return new ModelConfig(
                root.text("name", directory),
                root.text("template", decoder.family() == DecoderFamily.QWEN2 ? "qwen2" : "nano"),
                vision,
                projector(projector, vision),
                decoder,
                root.section("token_drop").map(drop -> tokenDrop(drop, decoder)).orElse(TokenDropConfig.NONE),
                root.section("sampling").map(ConfigReader::sampling).orElse(SamplingConfig.DEFAULT),
                root.section("confidence")
                        .map(known -> confidence(known, decoder.hidden()))
                        .orElse(ConfidenceConfig.NONE),
                root.section("moments").map(ConfigReader::moments).orElse(MomentsConfig.DEFAULT),
                root.section("captions").map(CaptionsConfig::of).orElse(CaptionsConfig.DEFAULT),
                root.section("prompts").map(PromptTexts::of).orElse(PromptTexts.USUAL),
                root.flag(false, "every_prompt_tells_sampling"),
                root.flag(false, "says_less"),
                root.flag(false, "weighs_options"),
                root.flag(false, "orders_by_times"),
                root.flag(false, "locates_things"),
                root.probability(0, "unlocated_from"),
                root.flag(false, "measures_movement"),
                root.flag(false, "follows_conversations"));
    }

    private static VisionConfig vision(JsonSection section) {
        String backbone = section.requiredText("backbone");
        VisionPreset preset = VisionPreset.of(backbone)
                .orElseThrow(() -> section.wrong("backbone", backbone, "one of " + VisionPreset.names()));
        boolean siglip = preset.layout() == VisionConfig.Layout.SIGLIP;
        VisionConfig vision = new VisionConfig(
                preset.layout(),
                sized(section, preset, VisionPreset.Sizes::imageSize, "image_size"),
                sized(section, preset, VisionPreset.Sizes::patchSize, "patch_size"),
                sized(section, preset, VisionPreset.Sizes::embedDim, "embed_dim"),
                sized(section, preset, VisionPreset.Sizes::depth, "depth"),
                sized(section, preset, VisionPreset.Sizes::numHeads, "num_heads"),
                sized(section, preset, VisionPreset.Sizes::mlpHidden, "mlp_hidden"),
                section.numbers(3, siglip ? HALVES : IMAGENET_MEAN, "mean"),
                section.numbers(3, siglip ? HALVES : IMAGENET_STD, "std"));
        requireSane(section, vision);
        return vision;
    }

    private static int sized(
            JsonSection section, VisionPreset preset, ToIntFunction<VisionPreset.Sizes> size, String key) {
        Optional<VisionPreset.Sizes> sizes = preset.published().map(VisionPreset.Published::sizes);
        return sizes.isPresent() ? section.countOr(size.applyAsInt(sizes.get()), key) : section.count(key);
    }

    private static void requireSane(JsonSection section, VisionConfig vision) {
        if (vision.patchSize() > vision.imageSize()) {
            throw section.wrong("patch_size", vision.patchSize(), "at most image_size, " + vision.imageSize());
        }
        if (vision.embedDim() % vision.numHeads() != 0) {
            throw section.wrong("num_heads", vision.numHeads(), "a divisor of embed_dim, " + vision.embedDim());
        }
        if (vision.depth() < 2) {
            throw section.wrong("depth", vision.depth(), "2 or more: the last block is never run");
        }
        if (vision.std().stream().anyMatch(std -> !(std > 0))) {
            throw section.wrong("std", vision.std(), "above 0");
        }
    }

    private static ProjectorConfig projector(JsonSection section, VisionConfig vision) {
        String arch = section.requiredText("arch");
        if (arch.equals("gelu_mlp")) {
            return new ProjectorConfig.GeluMlp();
        }
        if (!arch.matches("tome_mlp-[1-9]\\d{0,5}")) {
            throw section.wrong("arch", arch, "gelu_mlp, or tome_mlp-K where K is the number of tokens a frame");
        }
        int tokens = Integer.parseInt(arch.substring("tome_mlp-".length()));
        if (tokens > vision.patches()) {
            throw section.wrong("arch", arch, "at most " + vision.patches() + " tokens, the patches of a frame");
        }
        if (vision.embedDim() % MERGE_GROUPS != 0) {
            throw section.wrong(
                    "arch", arch, "gelu_mlp, since token merging needs channels in multiples of " + MERGE_GROUPS);
        }
        return new ProjectorConfig.TokenMergingMlp(tokens, order(section));
    }

    private static ProjectorConfig.TokenOrder order(JsonSection section) {
        String order = section.text("visual_token_order", "raw");
        return switch (order) {
            case "raw" -> ProjectorConfig.TokenOrder.RAW;
            case "ascending", "asc", "size_asc" -> ProjectorConfig.TokenOrder.SIZE_ASCENDING;
            case "descending", "desc", "size_desc" -> ProjectorConfig.TokenOrder.SIZE_DESCENDING;
            default -> throw section.wrong("visual_token_order", order, "raw, ascending or descending");
        };
    }

    private static TokenDropConfig tokenDrop(JsonSection section, DecoderConfig decoder) {
        String schedule = section.text("schedule", "");
        String name = section.text("merge_module", "no_merge");
        Merging merging = Merging.named(name, decoder.family())
                .orElseThrow(() -> section.wrong("merge_module", name, Merging.keys(decoder.family())));
        try {
            return TokenDropConfig.parse(schedule, merging, decoder);
        } catch (IllegalArgumentException e) {
            throw section.wrong("schedule", schedule, e.getMessage());
        }
    }

    private static SamplingConfig sampling(JsonSection section) {
        double fps = section.positive(SamplingConfig.DEFAULT.fps(), "fps");
        double shortFps = section.positive(fps, "short_clip_fps");
        if (Double.isInfinite(fps) || Double.isInfinite(shortFps)) {
            throw section.wrong("fps", "Infinity", "a number");
        }
        return new SamplingConfig(
                fps,
                section.atLeastZero(0, "short_clip_seconds"),
                shortFps,
                section.countOr(SamplingConfig.DEFAULT.maxFrames(), "max_frames"));
    }

    private static MomentsConfig moments(JsonSection section) {
        int draws = section.countOr(0, "draws");
        if (draws > MomentsConfig.MOST_DRAWS) {
            throw section.wrong("draws", draws, "at most " + MomentsConfig.MOST_DRAWS);
        }
        double refuseFrom = section.positive(1, "refuse_from");
        if (refuseFrom > 1) {
            throw section.wrong("refuse_from", refuseFrom, "a probability, at most 1");
        }
        return new MomentsConfig(
                draws,
                refuseFrom,
                section.flag(false, "confirm_events"),
                section.probability(0, "yes_from"),
                section.section("colours").map(ColoursConfig::of).orElse(ColoursConfig.NONE));
    }

    private static ConfidenceConfig confidence(JsonSection section, int hidden) {
        return new ConfidenceConfig(
                rules(section),
                section.section("things").map(ConfigReader::things).orElse(ThingOdds.NONE),
                section.section("filmed").map(given -> filmed(given, hidden)).orElse(FilmedOdds.NONE));
    }

    private static Map<AnswerKind, ConfidenceRule> rules(JsonSection section) {
        Map<AnswerKind, ConfidenceRule> rules = new EnumMap<>(AnswerKind.class);
        for (AnswerKind kind : AnswerKind.values()) {
            section.section(kind.key()).ifPresent(rule -> rules.put(kind, confidenceRule(rule)));
        }
        return rules;
    }

    private static FilmedOdds filmed(JsonSection section, int hidden) {
        List<Double> weights = section.numbers("weights");
        if (weights.size() != hidden) {
            throw section.wrong("weights", weights, "as many numbers as the decoder is wide, " + hidden);
        }
        return new FilmedOdds(weights, section.number("bias"), rules(section));
    }

    private static ThingOdds things(JsonSection section) {
        double slope = section.positive(1, "slope");
        Map<String, Double> named = odds(section, "named_from");
        try {
            return new ThingOdds(slope, odds(section, "even_at"), named);
        } catch (IllegalArgumentException e) {
            throw section.wrong("named_from", named, e.getMessage());
        }
    }

    private static Map<String, Double> odds(JsonSection section, String key) {
        Map<String, Double> odds = new LinkedHashMap<>();
        section.section(key).ifPresent(given -> given.keys().forEach(thing -> odds.put(thing, given.number(thing))));
        return odds;
    }

    private static ConfidenceRule confidenceRule(JsonSection section) {
        double least = section.atLeastZero(0, "least");
        if (least > 1) {
            throw section.wrong("least", least, "between 0 and 1");
        }
        return new ConfidenceRule(
                section.pairs("curve").map(pairs -> curve(section, pairs)).orElse(ConfidenceCurve.IDENTITY), least);
    }

    private static ConfidenceCurve curve(JsonSection section, List<List<Double>> pairs) {
        try {
            return new ConfidenceCurve(pairs.stream()
                    .map(pair -> new ConfidenceCurve.Point(pair.get(0), pair.get(1)))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw section.wrong("curve", pairs, e.getMessage());
        }
    }
}
