package org.timeviper.model.assembly;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.VisionPreset;

/**
 * A model's {@code config.json} from what its parts' configs say, a preset where they say nothing, and what was chosen. A checkpoint that
 * already has a config of ours beside it is its own preset.
 */
final class ConfigDerivation {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // written by Python: Infinity
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private static final String CONFIG = "config.json";
    /** Lies in place of timm's config where open_clip has published a vision transformer of timm, beside a text tower. */
    private static final String OPEN_CLIP_CONFIG = "open_clip_config.json";

    private static final String PATTERN = "hybrid_override_pattern";
    /** A vision transformer's sizes: what timm calls them, and what a config of ours does. */
    private static final Map<String, String> VISION_SIZES = Map.of(
            "img_size", "image_size",
            "patch_size", "patch_size",
            "embed_dim", "embed_dim",
            "depth", "depth",
            "num_heads", "num_heads");

    private final AssemblyRequest.Choices choices;
    private final Parts parts;

    ConfigDerivation(AssemblyRequest.Choices choices, Parts parts) {
        this.choices = choices;
        this.parts = parts;
    }

    /** @throws ModelException if the language model's sizes are nowhere told, or TransV's schedule is not */
    byte[] derive() {
        Optional<ObjectNode> own = parts.beside(CONFIG, Part.Kind.TIMEVIPER)
                .map(ConfigDerivation::read)
                .filter(config -> config.path("llm").isObject());
        ObjectNode root = choices.preset()
                .or(() -> own.isEmpty() ? Optional.of(usualPreset()) : Optional.empty())
                .map(preset -> object(preset.config(), "the preset"))
                .orElseGet(own::get);
        if (choices.preset().isEmpty() && own.isEmpty()) {
            root.remove("name");
        }
        root.set("llm", language(root, choices.preset().isPresent() || own.isPresent()));
        vision(section(root, "vision"));
        choices.projector().ifPresent(arch -> section(root, "projector").put("arch", arch));
        tokenDrop(section(root, "token_drop"), family(root.get("llm")));
        try {
            return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The published setup around the language model that is brought. */
    private Preset usualPreset() {
        return parts.beside(CONFIG, Part.Kind.LANGUAGE, Part.Kind.TIMEVIPER)
                .flatMap(ConfigDerivation::decoder)
                .filter(llm -> family(llm) == DecoderFamily.QWEN2)
                .map(llm -> Preset.TIMEVIPER_QWEN_7B)
                .orElse(Preset.TIMEVIPER_9B);
    }

    /** @param told whether what we begin with tells how large this language model is */
    private ObjectNode language(ObjectNode root, boolean told) {
        Optional<Path> file = parts.of(Part.Kind.LANGUAGE).flatMap(part -> part.beside(CONFIG));
        if (parts.of(Part.Kind.LANGUAGE).isPresent() && file.isEmpty()) {
            throw new ModelException(parts.of(Part.Kind.LANGUAGE).get().given() + " has no " + CONFIG
                    + " beside its weights: fetch it too");
        }
        if (file.isPresent()) {
            return decoder(file.get())
                    .orElseThrow(() -> new ModelException(file.get() + " is of the model_type "
                            + read(file.get()).path("model_type") + ", which has no " + PATTERN
                            + ": a decoder of the Nemotron-H or the Qwen2 family is needed"));
        }
        return parts.beside(CONFIG, Part.Kind.TIMEVIPER)
                .flatMap(ConfigDerivation::decoder)
                .or(() -> told ? Optional.of((ObjectNode) root.get("llm")) : Optional.empty())
                .orElseThrow(() -> new ModelException(
                        "how large the language model is, is nowhere told: name the folder that it was published in, or a preset ("
                                + Preset.names() + ")"));
    }

    /** What a file says of a Nemotron-H or a Qwen2; empty if it says nothing of one. */
    private static Optional<ObjectNode> decoder(Path file) {
        ObjectNode config = read(file);
        config.remove("auto_map"); // names Python classes
        return Optional.of(config)
                .filter(found -> found.path(PATTERN).isTextual() || family(found) == DecoderFamily.QWEN2);
    }

    private static DecoderFamily family(JsonNode llm) {
        boolean transformer = llm.path("model_type").asText().equals(DecoderFamily.QWEN2.modelType());
        return transformer ? DecoderFamily.QWEN2 : DecoderFamily.NEMOTRON_H;
    }

    private void vision(ObjectNode section) {
        Optional<Part> part = parts.of(Part.Kind.VISION);
        Optional<ObjectNode> timm = part.flatMap(found -> found.beside(CONFIG))
                .map(ConfigDerivation::read)
                .filter(config -> config.path("architecture").isTextual())
                .or(() -> part.flatMap(found -> found.beside(OPEN_CLIP_CONFIG))
                        .map(ConfigDerivation::read)
                        .map(ConfigDerivation::asTimms));
        if (choices.visionBackbone().isPresent()) {
            section.removeAll(); // sizes of another one
        }
        choices.visionBackbone()
                .or(() -> timm.flatMap(
                        config -> VisionPreset.named(config.path("architecture").asText())))
                .or(() -> part.flatMap(
                        found -> VisionPreset.named(found.given().getFileName().toString())))
                .ifPresent(backbone -> section.put("backbone", backbone));
        timm.ifPresent(config -> sizes(section, config.path("model_args")));
        timm.ifPresent(config -> colours(section, config.path("pretrained_cfg")));
        choices.imageSize().ifPresent(side -> section.put("image_size", side));
    }

    /** What open_clip says of a vision transformer of timm, as timm says it. */
    private static ObjectNode asTimms(ObjectNode openClip) {
        JsonNode tower = openClip.path("model_cfg").path("vision_cfg");
        ObjectNode timm = JSON.createObjectNode()
                .put("architecture", tower.path("timm_model_name").asText());
        timm.putObject("model_args").set("img_size", tower.path("image_size"));
        timm.set("pretrained_cfg", openClip.path("preprocess_cfg"));
        return timm;
    }

    private static void sizes(ObjectNode section, JsonNode arguments) {
        VISION_SIZES.forEach((theirs, ours) -> {
            if (arguments.path(theirs).isIntegralNumber()) {
                section.set(ours, arguments.get(theirs));
            }
        });
        if (arguments.path("mlp_ratio").isNumber() && section.path("embed_dim").isIntegralNumber()) {
            section.put("mlp_hidden", (int) (section.get("embed_dim").asInt()
                    * arguments.get("mlp_ratio").asDouble()));
        }
    }

    private static void colours(ObjectNode section, JsonNode pretrained) {
        for (String key : new String[] {"mean", "std"}) {
            if (pretrained.path(key).isArray()) {
                section.set(key, pretrained.get(key));
            }
        }
    }

    private void tokenDrop(ObjectNode section, DecoderFamily family) {
        Optional<Part> weights = parts.all().stream().filter(Part::holdsTransV).findFirst();
        choices.schedule().ifPresent(schedule -> section.put("schedule", schedule)
                .put("merge_module", merging(!schedule.isBlank(), family)));
        boolean told = choices.schedule().isPresent()
                || !section.path("schedule").asText().isBlank();
        if (weights.isPresent() && !told) {
            throw new ModelException(weights.get().given()
                    + " holds TransV weights, but not when tokens are dropped: name the preset "
                    + Preset.TIMEVIPER_9B_TRANSV.title()
                    + ", or the schedule that it was trained with (for example uni_7_0.5-attn_39_0.1)");
        }
    }

    /** What {@code merge_module} is, where tokens are dropped or not: what there are weights for. */
    private String merging(boolean drops, DecoderFamily family) {
        Merging merging = !drops || parts.all().stream().noneMatch(Part::holdsTransV)
                ? Merging.NONE
                : parts.all().stream().anyMatch(Part::holdsTransVMlp)
                        ? Merging.CROSS_ATTENTION_AND_MLP
                        : Merging.CROSS_ATTENTION;
        return merging.key(family).or(() -> Merging.CROSS_ATTENTION.key(family)).orElseThrow();
    }

    private static ObjectNode section(ObjectNode root, String key) {
        return root.get(key) instanceof ObjectNode found ? found : root.putObject(key);
    }

    private static ObjectNode read(Path file) {
        try {
            return object(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode object(byte[] content, String source) {
        try {
            if (JSON.readTree(content) instanceof ObjectNode object) {
                return object;
            }
            throw new ModelException(source + " holds no JSON object");
        } catch (JacksonException e) {
            throw new ModelException(source + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
