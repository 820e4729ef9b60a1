package org.timeviper.model.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.assembly.AssemblyReport.PartReport;
import org.timeviper.model.assembly.AssemblyReport.Status;
import org.timeviper.model.assembly.AssemblyReport.TensorReport;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.TensorLayout;

/** The published 9B and 12B in the shapes that they have: tens of gigabytes of zeros, of which nothing is read unless somebody asks for it. */
class FullSizeAssemblyTest {
    private static final String WRITTEN = "timeviper.assembly.written";
    private static final String PROJECTOR = "tome_mlp-16";
    private static final String SCHEDULE_9B = "uni_7_0.5-attn_39_0.1";
    private static final String SCHEDULE_12B = "uni_7_0.5-attn_43_0.1";

    @TempDir
    Path folder;

    /** What {@code config.json} says of Nemotron-Nano-v2. */
    private static String nano(int hidden, int intermediate, int layers, String pattern) {
        return """
                {"architectures": ["NemotronHForCausalLM"], "model_type": "nemotron_h", "torch_dtype": "bfloat16",
                 "auto_map": {"AutoConfig": "configuration_nemotron_h.NemotronHConfig"},
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "hybrid_override_pattern": "%s",
                 "vocab_size": 131072, "num_attention_heads": 40, "num_key_value_heads": 8, "head_dim": 128,
                 "attention_bias": false, "mlp_bias": false, "mlp_hidden_act": "relu2", "mamba_hidden_act": "silu",
                 "mamba_num_heads": 128, "mamba_head_dim": 80, "n_groups": 8, "ssm_state_size": 128, "conv_kernel": 4,
                 "chunk_size": 128, "use_bias": false, "use_conv_bias": true, "layer_norm_epsilon": 1e-05,
                 "time_step_limit": [0.0, Infinity], "tie_word_embeddings": false}
                """.formatted(hidden, intermediate, layers, pattern);
    }

    private static String nano9B() {
        return nano(4480, 15_680, 56, "M-M-M-MM-M-M-M*-M-M-M*-M-M-M-M*-M-M-M-M*-M-MM-M-M-M-M-M-");
    }

    private static String nano12B() {
        return nano(5120, 20_480, 62, "M-M-M-M*-M-M-M-M*-M-M-M-M*-M-M-M-M*-M-M-M-M*-M-M-M-M*-M-M-M-M-");
    }

    private AssemblyReport look(Path language, Path vision, Path timeviper, String schedule) {
        AssemblyRequest request = new AssemblyRequest(
                Optional.of(language),
                Optional.of(vision),
                Optional.of(timeviper),
                Optional.empty(),
                new AssemblyRequest.Choices(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(PROJECTOR),
                        Optional.of(schedule)),
                folder.resolve("made"),
                AssemblyRequest.Output.USUAL);
        try (Assembly assembly = Assembly.of(request)) {
            AssemblyReport report = assembly.report();
            assertEquals(List.of(), report.faults());
            assertTrue(report.tensors().stream().allMatch(tensor -> tensor.status() == Status.FOUND));
            assertEquals(
                    TensorLayout.of(assembly.config()).keySet().stream().toList(),
                    report.tensors().stream().map(TensorReport::name).toList());
            assertFalse(Files.exists(folder.resolve("made")));
            return report;
        }
    }

    /** How many numbers the language model has. */
    private static double parameters(AssemblyReport report) {
        return report.tensors().stream()
                .filter(tensor -> tensor.name().startsWith("llm_backbone."))
                .filter(tensor -> !tensor.section().equals("TransV"))
                .mapToLong(tensor -> tensor.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    private static Map<Status, Long> leftOut(AssemblyReport report) {
        return report.leftOut().stream().collect(Collectors.groupingBy(TensorReport::status, Collectors.counting()));
    }

    private static PartReport part(AssemblyReport report, Part.Kind kind) {
        return report.parts().stream()
                .filter(part -> part.part().equals(kind.title()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePartsOfThe9BComeToOneModel() throws IOException {
        FullSizeParts parts = new FullSizeParts(folder, nano9B(), SCHEDULE_9B);
        Path vision = parts.visionBesideText();
        assertTrue(Files.size(vision.resolve("open_clip_pytorch_model.bin")) > 3L << 30);
        AssemblyReport report = look(parts.language(TensorType.BF16), vision, parts.added(), SCHEDULE_9B);
        assertEquals(8.89e9, parameters(report), 0.01e9, "what its name says");
        assertEquals(19.7e9, report.bytes(), 0.2e9);
        // the pooling head, the tower of captions, the optimizer
        assertEquals(Map.of(Status.NOT_NEEDED, 5L + 2 + 2 + 27 * 5 + 1), leftOut(report));
        assertEquals(
                part(report, Part.Kind.TIMEVIPER).held() - 1,
                part(report, Part.Kind.TIMEVIPER).taken());
    }

    /** In a file of PyTorch that is larger than 4 GiB, and before the parts that it began with. */
    @Test
    void a12BThatWasTrainedFurtherIsTakenWhole() throws IOException {
        FullSizeParts parts = new FullSizeParts(folder, nano12B(), SCHEDULE_12B);
        Path timeviper = parts.everything();
        assertTrue(Files.size(timeviper) > 25e9);
        AssemblyReport report = look(parts.language(TensorType.BF16), parts.vision(), timeviper, SCHEDULE_12B);
        assertEquals(12.31e9, parameters(report), 0.01e9, "what it is published with");
        assertEquals(report.tensors().size(), part(report, Part.Kind.TIMEVIPER).taken());
        int others = part(report, Part.Kind.LANGUAGE).held()
                + part(report, Part.Kind.VISION).held()
                - 5;
        assertEquals(Map.of(Status.NOT_NEEDED, 6L, Status.SUPERSEDED, (long) others), leftOut(report));
    }

    /** Embeddings and head have 2.35 GB each, more than a buffer holds. */
    @Test
    void a9BInFloat32IsTakenToo() throws IOException {
        FullSizeParts parts = new FullSizeParts(folder, nano9B(), SCHEDULE_9B);
        AssemblyReport report = look(parts.language(TensorType.F32), parts.vision(), parts.added(), SCHEDULE_9B);
        assertEquals(37.5e9, report.bytes(), 0.2e9);
    }

    /** Takes minutes, and 20 GB of disk. */
    @Test
    @EnabledIfSystemProperty(named = WRITTEN, matches = "true", disabledReason = "nobody asked for 20 GB")
    void twentyGigabytesAreWrittenInLessThanTwoOfMemory() throws Exception {
        FullSizeParts parts = new FullSizeParts(folder, nano9B(), SCHEDULE_9B);
        Path made = folder.resolve("made");
        long began = System.nanoTime();
        long peak = AssemblyProcess.peak(
                "1g",
                List.of(parts.language(TensorType.BF16), parts.visionBesideText(), parts.added(), made).stream()
                        .map(Path::toString)
                        .toList(),
                PROJECTOR,
                SCHEDULE_9B);
        double seconds = (System.nanoTime() - began) / 1e9;
        ModelCheck check = ModelCheck.of(made);
        System.out.printf("%,d bytes in %.0f s, at most %,d of them in memory%n", check.bytes(), seconds, peak);
        assertEquals(List.of(), check.faults());
        assertTrue(peak < 2_000_000_000L, () -> peak + " bytes");
    }
}
