package org.timeviper.model.parity;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.Network;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderState;
import org.timeviper.model.decoder.LayerListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.Workspace;

/** One way of running a recording's prompt: plain, with PDrop, or with TransV. */
final class RecordedWay {
    private final String way;
    private final Decoder decoder;
    private final Network network;
    private final Recording recording;
    private final boolean ownIds;
    private final List<Quantity> quantities = new ArrayList<>();

    /** @param ownIds true to feed the ids that the model itself chooses, false to feed the recorded ones */
    RecordedWay(String way, Decoder decoder, Network network, Recording recording, boolean ownIds) {
        this.way = way;
        this.decoder = decoder;
        this.network = network;
        this.recording = recording;
        this.ownIds = ownIds;
    }

    List<Quantity> compare(Recording.Prompt prompt, NDArray visual) {
        Streams streams = new Streams();
        try (PromptPrefix prefix = decoder.prefix(prompt.before(), visual, streams);
                Prefilled prefilled = decoder.instruct(prefix, prompt.after(), streams)) {
            prefill(streams);
            steps(prefilled);
            states(prefilled.state());
        }
        return quantities;
    }

    private void prefill(Streams streams) {
        DecoderConfig config = network.config().decoder();
        for (int number = 0; number <= config.blocks(); number++) {
            int layer = config.firstLayer(number);
            float[] stream = streams.at(layer);
            try (Workspace workspace = network.kernels().workspace()) {
                NDArray rows = workspace.floats(stream, stream.length / config.hidden(), config.hidden());
                if (number == config.blocks()) {
                    note("hidden." + number, decoder.finalNorm(workspace, rows));
                    note("prefill_logits", decoder.logits(workspace, rows));
                } else {
                    note("hidden." + number, rows);
                    maps(workspace, layer, config, rows);
                }
            }
        }
    }

    private void maps(Workspace workspace, int layer, DecoderConfig config, NDArray rows) {
        boolean attention = config.layers().get(layer) == LayerKind.ATTENTION;
        String name = (attention ? "attention_map." : "mamba_map.") + config.block(layer);
        if (recorded(name)) {
            Optional<NDArray> map = decoder.map(workspace, layer, rows);
            map.ifPresent(array -> note(name, array));
        }
    }

    /** Feeds every generated token, the last one too, and keeps the row that chose each. */
    private void steps(Prefilled prefilled) {
        long[] recorded =
                recording.ids(way + ".generated_ids", network.config().decoder().vocabulary());
        long[] generated = new long[recorded.length];
        List<float[]> rows = new ArrayList<>();
        float[] logits = prefilled.logits();
        for (int i = 0; i < recorded.length; i++) {
            rows.add(logits);
            generated[i] = Logits.likeliest(logits);
            logits = decoder.step(prefilled.state(), ownIds ? generated[i] : recorded[i]);
        }
        if (recorded("step_logits")) {
            quantities.add(
                    Quantity.of(way + ".step_logits", Floats.join(rows), recording.floats(way + ".step_logits")));
        }
        if (ownIds) {
            quantities.add(Quantity.ids(way + ".generated_ids", generated, recorded));
        }
    }

    private void states(DecoderState state) {
        List<LayerKind> layers = network.config().decoder().layers();
        for (int layer = 0; layer < layers.size(); layer++) {
            if (layers.get(layer) == LayerKind.MAMBA) {
                note("ssm_state." + layer, state.ssmState(layer));
            }
        }
    }

    private boolean recorded(String name) {
        return recording.has(way + "." + name);
    }

    private void note(String name, NDArray out) {
        if (recorded(name)) {
            quantities.add(Quantity.of(way + "." + name, out.toFloatArray(), recording.floats(way + "." + name)));
        }
    }

    /** Keeps the stream as it enters every layer, both parts of the prompt behind one another. */
    private static final class Streams implements LayerListener {
        private final Map<Integer, float[]> prefixes = new HashMap<>();
        private final Map<Integer, float[]> instructions = new HashMap<>();

        @Override
        public void entering(int layer, Part part, NDArray stream) {
            (part == Part.PREFIX ? prefixes : instructions).put(layer, stream.toFloatArray());
        }

        float[] at(int layer) {
            return Floats.join(List.of(prefixes.get(layer), instructions.get(layer)));
        }
    }
}
