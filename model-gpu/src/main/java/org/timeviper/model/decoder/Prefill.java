package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.tensor.Workspace;

/**
 * Reads one prompt: layer by layer, and within a layer in chunks of tokens, so that only the stream and the caches grow with length.
 *
 * <p>Before a layer at which the schedule has a stage, visual tokens are dropped, and with TransV the instruction takes them in.
 */
final class Prefill {
    /** Tokens that caches have room for beyond the prompt's frames: instruction and answer, usually. */
    static final long SLACK = 512;

    private final Decoder decoder;
    private final PrefillListener listener;

    Prefill(Decoder decoder, PrefillListener listener) {
        this.decoder = decoder;
        this.listener = listener;
    }

    /** Text before the frames, and frames, as deep as they do not depend on the instruction. Takes ownership of state and memory. */
    PromptPrefix prefix(VisualStream embedded, DecoderState state, Workspace memory) {
        int end = decoder.firstGuidedLayer();
        VisualStream visual = embedded;
        Map<Integer, KeyValueCache> dropped = new HashMap<>();
        for (int layer = 0; layer < end; layer++) {
            Optional<DropPoint> point = decoder.dropPoint(layer);
            if (point.isPresent()) {
                visual = dropUniformly(layer, point.get(), visual, memory, dropped);
            }
            listener.entering(layer, Part.PREFIX, visual.rows());
            run(layer, visual.rows(), visual.length(), state);
        }
        if (end == decoder.depth()) {
            listener.entering(end, Part.PREFIX, visual.rows());
            embedded.rows().close();
            return new PromptPrefix(state, end, Optional.empty(), dropped, memory);
        }
        return new PromptPrefix(state, end, Optional.of(visual), dropped, memory);
    }

    private VisualStream dropUniformly(
            int layer, DropPoint point, VisualStream visual, Workspace memory, Map<Integer, KeyValueCache> dropped) {
        long kept = point.stage().kept(visual.original());
        if (kept >= visual.visual()) {
            return visual;
        }
        try (Workspace scratch = memory.sibling()) {
            Workspace.Pair chosen = scratch.evenlySpaced(visual.rows(), visual.before(), visual.visual(), kept);
            listener.keeping(layer, chosen.first());
            point.merge().ifPresent(merge -> dropped.put(layer, remember(merge, visual, chosen.second(), memory)));
            return visual.compacted(memory, chosen.first(), kept);
        }
    }

    /** The instruction (tokens, hidden) behind a prefix; the stream is changed. Returns the stream of the last token, (1, hidden). */
    NDArray instruction(PromptPrefix prefix, NDArray text, DecoderState state, Workspace memory) {
        long length = text.getShape().get(0);
        for (int layer = 0; layer < prefix.reached(); layer++) {
            Optional<KeyValueCache> dropped = prefix.dropped(layer);
            if (dropped.isPresent()) {
                takeIn(decoder.dropPoint(layer).flatMap(DropPoint::merge).orElseThrow(), text, dropped.get());
            }
            listener.entering(layer, Part.INSTRUCTION, text);
            run(layer, text, length, state);
        }
        if (prefix.stream().isPresent()) {
            guidedLayers(prefix.reached(), prefix.stream().get(), text, state, memory);
        }
        listener.entering(decoder.depth(), Part.INSTRUCTION, text);
        return memory.rows(text, length - 1, 1);
    }

    /** The layers that depend on the instruction, frames and all. */
    private void guidedLayers(int first, VisualStream shared, NDArray text, DecoderState state, Workspace memory) {
        VisualStream visual = shared;
        for (int layer = first; layer < decoder.depth(); layer++) {
            Optional<DropPoint> point = decoder.dropPoint(layer);
            if (point.isPresent() || layer == first) {
                visual = dropFor(layer, point.orElseThrow(), visual, layer == first, text, memory);
            }
            listener.entering(layer, Part.PREFIX, visual.rows());
            listener.entering(layer, Part.INSTRUCTION, text);
            run(layer, visual.rows(), visual.length(), state);
            run(layer, text, text.getShape().get(0), state);
        }
        listener.entering(decoder.depth(), Part.PREFIX, visual.rows());
    }

    /** @param shared true if the stream belongs to the prefix and must stay as it is */
    VisualStream dropFor(
            int layer, DropPoint point, VisualStream visual, boolean shared, NDArray text, Workspace memory) {
        long kept = Math.min(point.stage().kept(visual.original()), visual.visual());
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
        state.reserve(layer, length + SLACK);
        run(stream, length, (scratch, x) -> decoder.mix(scratch, layer, x, state));
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
            if (listener.cancelled()) {
                throw new CancellationException("the prefill was cancelled");
            }
            try (Workspace scratch = decoder.workspace()) {
                work.on(scratch, start, Math.min(decoder.chunkTokens(), length - start));
            }
        }
    }
}
