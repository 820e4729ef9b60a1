package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MambaLayer.ScanInputs;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.tensor.Workspace;

/**
 * Reads a prompt and its answer layer by layer, and tells how the tokens at which the answer was chosen weigh those before them.
 *
 * <p>Visual tokens are dropped as {@link Prefill} drops them, from the prompt alone: the answer comes after, as in decode steps.
 */
final class Retracing {
    private final Decoder decoder;
    private final DecoderState state;
    private final Workspace memory;
    private final PrefillListener listener;
    private final MixingListener rows;
    private final Prefill prefill;

    /** Numbers of the visual tokens that are left. */
    private int[] left = {};

    Retracing(Decoder decoder, DecoderState state, Workspace memory, PrefillListener listener, MixingListener rows) {
        this.decoder = decoder;
        this.state = state;
        this.memory = memory;
        this.listener = listener;
        this.rows = rows;
        this.prefill = new Prefill(decoder, listener);
    }

    /**
     * The streams of one layer.
     *
     * @param visual text before the frames, and frames
     * @param prompt text after the frames
     * @param answer tokens of the answer; none if it has one token
     * @param chosen the prompt's last token and the answer's, at which a token of the answer was chosen
     */
    private record Streams(VisualStream visual, NDArray prompt, NDArray answer, NDArray chosen) {
        long length() {
            return visual.length() + length(prompt) + length(answer);
        }

        static long length(NDArray stream) {
            return stream.getShape().get(0);
        }
    }

    /**
     * @param embedded text before the frames, and frames; changed
     * @param words text after the frames, and answer, (tokens, hidden); changed
     * @param after how many of the words are the prompt's
     */
    void read(VisualStream embedded, NDArray words, int after) {
        long answered = Streams.length(words) - after;
        Streams streams = new Streams(
                embedded,
                memory.rows(words, 0, after),
                memory.rows(words, after, answered),
                memory.rows(words, after - 1, answered + 1));
        left = IntStream.range(0, Math.toIntExact(embedded.original())).toArray();
        for (int layer = 0; layer < decoder.depth(); layer++) {
            streams = dropped(layer, streams);
            tellStreams(layer, streams);
            switch (decoder.mixer(layer)) {
                case AttentionLayer attention -> attend(layer, attention, streams);
                case MambaLayer mamba -> scan(layer, mamba, streams);
                case FeedForward mlp -> run(layer, streams);
            }
        }
        tellStreams(decoder.depth(), streams);
    }

    private Streams dropped(int layer, Streams streams) {
        Optional<DropPoint> point = decoder.dropPoint(layer);
        if (point.isEmpty()) {
            return streams;
        }
        int before = Math.toIntExact(streams.visual().before());
        Prefill dropping = new Prefill(decoder, new PrefillListener() {
            @Override
            public void keeping(int layer, NDArray kept) {
                left = Arrays.stream(kept.toLongArray())
                        .mapToInt(row -> left[Math.toIntExact(row) - before])
                        .toArray();
                listener.keeping(layer, kept);
            }

            @Override
            public boolean cancelled() {
                return listener.cancelled();
            }
        });
        VisualStream fewer = dropping.dropFor(layer, point.get(), streams.visual(), false, streams.prompt(), memory);
        return new Streams(fewer, streams.prompt(), streams.answer(), streams.chosen());
    }

    private void tellStreams(int layer, Streams streams) {
        if (listener instanceof LayerListener watching) {
            watching.entering(layer, Part.PREFIX, streams.visual().rows());
            watching.entering(layer, Part.INSTRUCTION, streams.prompt());
            if (Streams.length(streams.answer()) > 0) {
                watching.entering(layer, Part.ANSWER, streams.answer());
            }
        }
    }

    private void attend(int layer, AttentionLayer attention, Streams streams) {
        try (Workspace kept = decoder.workspace()) {
            long chosenFrom = streams.visual().length() + Streams.length(streams.prompt()) - 1;
            NDArray queries = attention.queries(kept, decoder.norm(kept, layer, streams.chosen()), chosenFrom);
            run(layer, streams);
            tellRows(
                    layer,
                    LayerKind.ATTENTION,
                    streams,
                    (scratch, number, length) ->
                            attention.row(scratch, scratch.rows(queries, number, 1), length, state));
        }
    }

    private void scan(int layer, MambaLayer mamba, Streams streams) {
        try (Workspace kept = decoder.workspace()) {
            MambaTape tape = mamba.tape(kept, streams.length());
            Prefill.Mixing taped = (scratch, x) -> {
                ScanInputs inputs = mamba.inputs(scratch, decoder.norm(scratch, layer, x), state);
                tape.append(scratch, inputs);
                return mamba.scan(scratch, inputs, state);
            };
            prefill.run(streams.visual().rows(), streams.visual().length(), taped);
            prefill.run(streams.prompt(), Streams.length(streams.prompt()), taped);
            prefill.run(streams.answer(), Streams.length(streams.answer()), taped);
            tellRows(layer, LayerKind.MAMBA, streams, (scratch, number, length) -> tape.row(scratch, length));
        }
    }

    private void run(int layer, Streams streams) {
        state.reserve(layer, streams.length());
        prefill.run(layer, streams.visual().rows(), streams.visual().length(), state);
        prefill.run(layer, streams.prompt(), Streams.length(streams.prompt()), state);
        prefill.run(layer, streams.answer(), Streams.length(streams.answer()), state);
    }

    private interface RowOf {
        /** The row (heads, length) of the last of so many tokens, at which the answer's token of that number was chosen. */
        NDArray token(Workspace scratch, int number, long length);
    }

    private void tellRows(int layer, LayerKind kind, Streams streams, RowOf row) {
        TokenLayout tokens = new TokenLayout(
                Math.toIntExact(streams.visual().before()), left, Math.toIntExact(Streams.length(streams.prompt())));
        for (int number = 0; number < Streams.length(streams.chosen()); number++) {
            if (listener.cancelled()) {
                throw new CancellationException("the retracing was cancelled");
            }
            try (Workspace scratch = decoder.workspace()) {
                NDArray weights = row.token(scratch, number, (long) tokens.prompt() + number);
                int heads = Math.toIntExact(weights.getShape().get(0));
                rows.onRow(new MixingRow(layer, kind, tokens, number, heads, weights.toFloatArray()));
            }
        }
    }
}
