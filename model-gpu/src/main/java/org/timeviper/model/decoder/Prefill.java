package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Workspace;

/**
 * Reads prompts: layer by layer, and within a layer in chunks of tokens, so that only the streams and the caches grow with length; or, where there are {@link EngineLanes}, several chunks at a time, in different layers.
 *
 * <p>Before a layer at which the schedule has a stage, visual tokens are dropped, and with TransV the instruction takes them in.
 */
final class Prefill {
    /** Tokens that caches have room for beyond the prompt's frames: instruction and answer, usually. */
    static final long SLACK = 512;

    /** Chunks of a prompt that lanes are given, unless they would be too small or too large. */
    private static final int CHUNKS_IN_LANES = 8;

    /** Tokens below which a chunk's kernels take longer to call than to run. */
    private static final long LEAST_IN_LANES = 128;

    private final Decoder decoder;
    private final PrefillListener listener;

    Prefill(Decoder decoder, PrefillListener listener) {
        this.decoder = decoder;
        this.listener = listener;
    }

    /**
     * The beginning of a prompt: text before the frames, and frames.
     *
     * @param visual as it enters the next layer
     * @param state of the layers before that
     * @param memory of the stream, and of what TransV remembers
     * @param dropped what that is, by layer
     */
    record Opening(VisualStream visual, DecoderState state, Workspace memory, Map<Integer, KeyValueCache> dropped)
            implements AutoCloseable {

        /** As it enters the first layer. Takes ownership of state and memory. */
        Opening(VisualStream embedded, DecoderState state, Workspace memory) {
            this(embedded, state, memory, new HashMap<>());
        }

        private Tokens tokens() {
            return new Tokens(visual.rows(), visual.length(), state);
        }

        private PromptPrefix reached(int layer, Optional<VisualStream> stream) {
            return new PromptPrefix(state, layer, stream, dropped, memory);
        }

        @Override
        public void close() {
            state.close();
            memory.close();
        }
    }

    /** Beginnings of prompts, as deep as they do not depend on the instruction. Takes ownership of them, unless it fails. */
    List<PromptPrefix> prefixes(List<Opening> openings) {
        int end = decoder.firstGuidedLayer();
        List<Opening> read = openings;
        int next;
        for (int layer = 0; layer < end; layer = next) {
            int at = layer;
            next = nextEntered(layer, end);
            read = read.stream().map(opening -> entering(at, opening)).toList();
            run(layer, next, read.stream().map(Opening::tokens).toList());
        }
        if (end < decoder.depth()) {
            return read.stream()
                    .map(opening -> opening.reached(end, Optional.of(opening.visual())))
                    .toList();
        }
        read.forEach(opening -> tell(end, Part.PREFIX, opening.visual().rows()));
        read.forEach(opening -> opening.visual().rows().close());
        return read.stream()
                .map(opening -> opening.reached(end, Optional.empty()))
                .toList();
    }

    private Opening entering(int layer, Opening opening) {
        VisualStream left = decoder.dropPoint(layer)
                .map(point -> dropUniformly(layer, point, opening.visual(), opening.memory(), opening.dropped()))
                .orElse(opening.visual());
        tell(layer, Part.PREFIX, left.rows());
        return new Opening(left, opening.state(), opening.memory(), opening.dropped());
    }

    private VisualStream dropUniformly(
            int layer, DropPoint point, VisualStream visual, Workspace memory, Map<Integer, KeyValueCache> dropped) {
        long kept = point.stage().kept(visual.original());
        if (kept >= visual.visual()) {
            return visual;
        }
        listener.dropping(layer);
        try (Workspace scratch = memory.sibling()) {
            Workspace.Pair chosen = scratch.evenlySpaced(visual.rows(), visual.before(), visual.visual(), kept);
            listener.keeping(layer, chosen.first());
            point.merge().ifPresent(merge -> dropped.put(layer, remember(merge, visual, chosen.second(), memory)));
            VisualStream left = staysBehind()
                    ? visual.selected(memory, chosen.first(), kept)
                    : visual.compacted(memory, chosen.first(), kept);
            visual.rows().close();
            return left;
        }
    }

    /** Whether a prefix holds on to its stream, which then should be no larger than it must be. */
    private boolean staysBehind() {
        return decoder.firstGuidedLayer() < decoder.depth();
    }

    /**
     * An instruction that is read behind a prefix.
     *
     * @param text its stream (tokens, hidden), changed
     * @param state of the sequence, goes on by the prompt
     * @param visual the prefix's tokens that are left, where layers depend on the instruction and so have to go over them, too
     */
    record Reading(PromptPrefix prefix, NDArray text, DecoderState state, Optional<VisualStream> visual) {

        Reading(PromptPrefix prefix, NDArray text, DecoderState state) {
            this(prefix, text, state, Optional.empty());
        }

        /** The stream of the last token, (1, hidden). */
        NDArray last(Workspace workspace) {
            return workspace.rows(text, text.getShape().get(0) - 1, 1);
        }
    }

    /** Instructions behind prefixes of one decoder. */
    void instructions(List<Reading> instructions, Workspace memory) {
        List<Reading> readings = instructions;
        int next;
        for (int layer = 0; layer < decoder.depth(); layer = next) {
            int at = layer;
            next = nextEntered(layer, decoder.depth());
            readings = readings.stream()
                    .map(reading -> entering(at, reading, memory))
                    .toList();
            run(
                    layer,
                    next,
                    readings.stream()
                            .flatMap(reading -> tokens(reading).stream())
                            .toList());
        }
        readings.forEach(reading -> tell(decoder.depth(), reading));
    }

    /** What stands before a layer: visual tokens are dropped, and the instruction takes them in. */
    private Reading entering(int layer, Reading reading, Workspace memory) {
        PromptPrefix prefix = reading.prefix();
        Optional<DropPoint> point = decoder.dropPoint(layer);
        Reading entering = reading;
        if (layer < prefix.reached()) {
            prefix.dropped(layer)
                    .ifPresent(
                            dropped -> takeIn(point.flatMap(DropPoint::merge).orElseThrow(), reading.text(), dropped));
        } else if (point.isPresent()) {
            boolean shared = reading.visual().isEmpty();
            VisualStream visual = reading.visual().or(prefix::stream).orElseThrow();
            VisualStream left = dropFor(layer, point.get(), visual, shared, reading.text(), memory);
            entering = new Reading(prefix, reading.text(), reading.state(), Optional.of(left));
        }
        tell(layer, entering);
        return entering;
    }

    private void tell(int layer, Reading reading) {
        reading.visual().ifPresent(visual -> tell(layer, Part.PREFIX, visual.rows()));
        tell(layer, Part.INSTRUCTION, reading.text());
    }

    private void tell(int layer, Part part, NDArray stream) {
        if (listener instanceof LayerListener watching) {
            watching.entering(layer, part, stream);
        }
    }

    /** The layer behind another one at which something is to be done with the streams as a whole. */
    private int nextEntered(int layer, int end) {
        return listener instanceof LayerListener
                ? layer + 1
                : IntStream.range(layer + 1, end)
                        .filter(later -> decoder.dropPoint(later).isPresent())
                        .findFirst()
                        .orElse(end);
    }

    private static List<Tokens> tokens(Reading reading) {
        Tokens text = new Tokens(reading.text(), reading.text().getShape().get(0), reading.state());
        return reading.visual()
                .map(visual -> List.of(new Tokens(visual.rows(), visual.length(), reading.state()), text))
                .orElse(List.of(text));
    }

    /** @param shared true if the stream belongs to the prefix and must stay as it is */
    VisualStream dropFor(
            int layer, DropPoint point, VisualStream visual, boolean shared, NDArray text, Workspace memory) {
        long kept = Math.min(point.stage().kept(visual.original()), visual.visual());
        listener.dropping(layer);
        try (Workspace scratch = memory.sibling()) {
            Workspace.Pair chosen =
                    switch (point.stage()) {
                        case DropStage.Uniform uniform ->
                            scratch.evenlySpaced(visual.rows(), visual.before(), visual.visual(), kept);
                        case DropStage.AttentionGuided guided ->
                            scratch.mostAttended(
                                    attentionOfLastToken(layer, visual, text, scratch),
                                    visual.before(),
                                    visual.visual(),
                                    kept);
                    };
            listener.keeping(layer, chosen.first());
            if (point.merge().isPresent() && kept < visual.visual()) {
                CrossAttention merge = point.merge().get();
                takeIn(merge, text, remember(merge, visual, chosen.second(), scratch));
            }
            return shared
                    ? visual.selected(memory, chosen.first(), kept)
                    : visual.compacted(memory, chosen.first(), kept);
        }
    }

    /** Scores (heads, tokens of the whole prompt) of the last token, from hidden states as they enter the layer, before its norm. */
    private NDArray attentionOfLastToken(int layer, VisualStream visual, NDArray text, Workspace owner) {
        AttentionLayer attention = decoder.attention(layer);
        long length = text.getShape().get(0);
        NDArray last = owner.rows(text, length - 1, 1);
        NDArray scores = owner.zeros(text, attention.heads(), visual.length() + length);
        inChunks(
                visual.length(),
                (scratch, start, count) -> scratch.write(
                        scores, 1, start, attention.scores(scratch, last, scratch.rows(visual.rows(), start, count))));
        inChunks(
                length,
                (scratch, start, count) -> scratch.write(
                        scores,
                        1,
                        visual.length() + start,
                        attention.scores(scratch, last, scratch.rows(text, start, count))));
        return scores;
    }

    private KeyValueCache remember(CrossAttention merge, VisualStream visual, NDArray dropped, Workspace owner) {
        long count = dropped.getShape().get(0);
        KeyValueCache memory = merge.memory(owner, count);
        inChunks(count, (scratch, start, length) -> {
            NDArray some = scratch.rows(dropped, start, length);
            merge.remember(scratch, scratch.selectRows(visual.rows(), some), memory);
        });
        return memory;
    }

    private void takeIn(CrossAttention merge, NDArray text, KeyValueCache dropped) {
        inChunks(
                text.getShape().get(0),
                (scratch, start, count) -> merge.takeIn(scratch, scratch.rows(text, start, count), dropped));
    }

    /** One layer over a stream that follows what the state has seen; the stream is updated in place. */
    void run(int layer, NDArray stream, long length, DecoderState state) {
        run(layer, layer + 1, List.of(new Tokens(stream, length, state)));
    }

    /**
     * Hidden states of a sequence's next tokens.
     *
     * @param rows of which the first are they, (.., hidden)
     * @param length how many
     * @param state of the sequence before them
     */
    private record Tokens(NDArray rows, long length, DecoderState state) {}

    /** Some of them, one behind the other. */
    private record Piece(Tokens of, long start, long count) {}

    /** Layers, one or more, over streams that follow what their states have seen, and are updated in place. */
    private void run(int first, int end, List<Tokens> streams) {
        for (int layer = first; layer < end; layer++) {
            int at = layer;
            streams.forEach(tokens -> tokens.state().reserve(at, tokens.length() + SLACK));
        }
        long length = streams.stream().mapToLong(Tokens::length).sum();
        Optional<EngineLanes> lanes = decoder.lanes().filter(beside -> end - first > 1);
        List<List<Piece>> chunks = chunks(streams, lanes.isPresent() ? chunkInLanes(length) : decoder.chunkTokens());
        if (lanes.isPresent() && chunks.size() > 1) {
            Wavefront.run(
                    lanes.get(), end - first, chunks.size(), (layer, chunk) -> mix(first + layer, chunks.get(chunk)));
            return;
        }
        for (int layer = first; layer < end; layer++) {
            int at = layer;
            chunks.forEach(chunk -> mix(at, chunk));
        }
    }

    /** Tokens of a chunk where several are worked on at a time: few enough that all lanes soon have one, and that together they take no more memory than a single chunk does. */
    private long chunkInLanes(long length) {
        long most = Math.ceilDiv(decoder.chunkTokens(), EngineLanes.COUNT);
        return Math.clamp(length / CHUNKS_IN_LANES, Math.min(LEAST_IN_LANES, most), most);
    }

    /** Chunks reach over the ends of streams: many short ones cost what one long one does. */
    private List<List<Piece>> chunks(List<Tokens> streams, long chunkTokens) {
        List<List<Piece>> chunks = new ArrayList<>();
        long room = 0;
        for (Tokens tokens : streams) {
            long start = 0;
            while (start < tokens.length()) {
                if (room == 0) {
                    chunks.add(new ArrayList<>());
                    room = chunkTokens;
                }
                long count = Math.min(room, tokens.length() - start);
                chunks.getLast().add(new Piece(tokens, start, count));
                start += count;
                room -= count;
            }
        }
        return chunks;
    }

    private void mix(int layer, List<Piece> chunk) {
        requireWanted();
        try (Workspace scratch = decoder.workspace()) {
            List<NDArray> rows = new ArrayList<>();
            List<Stretch> stretches = new ArrayList<>();
            long length = 0;
            for (Piece piece : chunk) {
                rows.add(scratch.rows(piece.of().rows(), piece.start(), piece.count()));
                stretches.add(new Stretch(piece.of().state(), length, piece.count()));
                length += piece.count();
            }
            NDArray y = decoder.mix(scratch, layer, rows.size() == 1 ? rows.getFirst() : scratch.join(rows), stretches);
            for (int i = 0; i < rows.size(); i++) {
                scratch.add(rows.get(i), rows.size() == 1 ? y : stretches.get(i).of(scratch, y));
            }
        }
    }

    /** What a layer adds to the next tokens (tokens, hidden) of a stream. */
    interface Mixing {
        NDArray of(Workspace scratch, NDArray x);
    }

    /** A mixing over a stream, which is updated in place. */
    void run(NDArray stream, long length, Mixing mixing) {
        inChunks(length, (scratch, start, count) -> {
            NDArray y = mixing.of(scratch, scratch.rows(stream, start, count));
            scratch.addRows(stream, start, y, 1);
        });
    }

    private interface ChunkWork {
        void on(Workspace scratch, long start, long count);
    }

    private void inChunks(long length, ChunkWork work) {
        for (long start = 0; start < length; start += decoder.chunkTokens()) {
            requireWanted();
            try (Workspace scratch = decoder.workspace()) {
                work.on(scratch, start, Math.min(decoder.chunkTokens(), length - start));
            }
        }
    }

    private void requireWanted() {
        if (listener.cancelled()) {
            throw new CancellationException("the prefill was cancelled");
        }
    }
}
