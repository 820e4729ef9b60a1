package org.timeviper.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.timeviper.model.Network;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Runs a model on a recording's inputs and compares everything that was recorded. */
public final class Parity {
    private static final Set<String> INPUTS = Set.of("pixel_values", "input_ids");
    private static final String FEATURES = "vision_features";
    private static final List<String> WAYS = List.of("plain", "pdrop", "transv");

    private final Network network;
    private final Recording recording;
    private final boolean exactIds;
    private final Map<String, Quantity> quantities = new LinkedHashMap<>();

    Parity(Network network, Recording recording) {
        this.network = network;
        this.recording = recording;
        this.exactIds = network.options().precision() == Precision.FLOAT32;
    }

    /**
     * @return one a recorded quantity, in the order in which the model computes them
     * @throws ModelException if the recording holds something that is not known, so that nothing goes unchecked unnoticed
     */
    List<Quantity> compare() {
        Recording.Prompt prompt = recording.prompt(network.config().decoder().vocabulary());
        try (Workspace workspace = network.kernels().workspace()) {
            NDArray visual = vision(workspace, prompt.frames());
            for (String way : WAYS) {
                boolean compared = exactIds || way.equals("plain");
                if (compared && recording.names().stream().anyMatch(name -> name.startsWith(way + "."))) {
                    new RecordedWay(way, decoder(way), network, recording, exactIds)
                            .compare(prompt, visual)
                            .forEach(this::note);
                }
            }
        }
        requireAllCompared();
        return List.copyOf(quantities.values());
    }

    private Decoder decoder(String way) {
        return switch (way) {
            case "plain" -> network.decoder().withoutDropping();
            case "pdrop" -> network.decoder().withoutMerging();
            default -> network.decoder();
        };
    }

    /** Compares features and embeddings; returns the embeddings of all frames, (visual tokens, hidden). */
    private NDArray vision(Workspace workspace, int frames) {
        List<Long> shape = recording.shape("pixel_values");
        long side = network.config().vision().imageSize();
        List<Long> expected = List.of((long) frames, 3L, side, side);
        if (!shape.equals(expected)) {
            throw recording.wrong("pixel_values has shape " + shape + ", but the frames of input_ids and image_size of"
                    + " config.json make " + expected);
        }
        NDArray pixels = workspace.floats(
                recording.floats("pixel_values"),
                shape.stream().mapToLong(Long::longValue).toArray());
        Optional<NDArray> merged = givenToMerging(workspace, frames);
        List<float[]> features = new ArrayList<>();
        List<float[]> embeddings = new ArrayList<>();
        for (int start = 0; start < frames; start += network.options().frameBatch()) {
            int count = Math.min(network.options().frameBatch(), frames - start);
            try (Workspace batch = network.kernels().workspace()) {
                NDArray seen = network.vision().features(batch, batch.rows(pixels, start, count));
                features.add(seen.toFloatArray());
                int first = start;
                NDArray given = merged.map(recorded -> batch.rows(recorded, first, count))
                        .orElse(seen);
                embeddings.add(network.vision().embeddings(batch, given).toFloatArray());
            }
        }
        noteIfRecorded(FEATURES, Floats.join(features));
        float[] all = Floats.join(embeddings);
        noteIfRecorded("visual_embeddings", all);
        int hidden = network.config().decoder().hidden();
        return workspace.floats(all, all.length / hidden, hidden);
    }

    /**
     * The recorded features (frames, patches, channels), where the vision part's own are rounded: of those, merging chooses other tokens here and there,
     * and nothing behind it could be compared. Empty where it is given its own.
     */
    private Optional<NDArray> givenToMerging(Workspace workspace, int frames) {
        if (network.options().otherPrecision() == Precision.FLOAT32 || !recording.has(FEATURES)) {
            return Optional.empty();
        }
        int channels = network.config().vision().embedDim();
        float[] recorded = recording.floats(FEATURES);
        return Optional.of(workspace.floats(recorded, frames, recorded.length / ((long) frames * channels), channels));
    }

    private void noteIfRecorded(String name, float[] out) {
        if (recording.has(name)) {
            note(Quantity.of(name, out, recording.floats(name)));
        }
    }

    private void note(Quantity quantity) {
        quantities.put(quantity.name(), quantity);
    }

    private void requireAllCompared() {
        Set<String> left = new TreeSet<>(recording.names());
        left.removeAll(quantities.keySet());
        left.removeAll(INPUTS);
        if (!exactIds) {
            left.removeIf(name ->
                    name.startsWith("pdrop.") || name.startsWith("transv.") || name.equals("plain.generated_ids"));
        }
        if (!left.isEmpty()) {
            throw recording.wrong("holds what this model does not compute: " + String.join(", ", left));
        }
        if (quantities.isEmpty()) {
            throw recording.wrong("holds nothing to compare with: it was recorded without outputs");
        }
    }
}
