package org.timeviper.model.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.tensor.Precision;

/**
 * What a model takes of a device's memory while it reads one film: what does not grow with the film, and what each frame adds. Terms
 * are added up as if all were held at once, so it is an upper estimate.
 *
 * @param precision of the decoder
 * @param dropping how tokens are dropped, in words
 * @param fixed terms that do not grow, in bytes
 * @param perFrame terms that every frame adds, in bytes
 */
public record MemoryNeed(Precision precision, String dropping, List<Term> fixed, List<Term> perFrame) {
    private static final long FLOAT32_BYTES = 4;
    /** The model is given frames in multiples of this. */
    private static final int FRAME_MULTIPLE = 4;

    /**
     * A summand.
     *
     * @param name what it is
     * @param formula how it comes about
     * @param bytes of it
     */
    public record Term(String name, String formula, double bytes) {}

    /** Copies the lists. */
    public MemoryNeed {
        fixed = List.copyOf(fixed);
        perFrame = List.copyOf(perFrame);
    }

    /**
     * @param drop how tokens are dropped: {@link TokenDropConfig#NONE} for not at all
     * @param reserve bytes of the device that the engine keeps to itself
     */
    public static MemoryNeed of(ModelConfig config, TokenDropConfig drop, Precision precision, long reserve) {
        Dropping.Kind kind = drop.stages().isEmpty()
                ? Dropping.Kind.NONE
                : drop.transV() ? Dropping.Kind.TRANSV : Dropping.Kind.PDROP;
        return new MemoryNeed(
                precision,
                new Dropping(kind, drop.schedule()).title(),
                fixed(config, precision, reserve),
                new Growth(config, drop, precision).terms());
    }

    private static List<Term> fixed(ModelConfig config, Precision precision, long reserve) {
        DecoderConfig decoder = config.decoder();
        List<Term> terms = new ArrayList<>();
        terms.add(new Term("weights", "vision float32, decoder " + words(precision), weights(config, precision)));
        decoder.mamba().ifPresent(mamba -> terms.add(states(decoder, mamba)));
        terms.add(new Term(
                "work of one layer",
                "%,d tokens or %d frames at a time"
                        .formatted(
                                ModelOptions.defaults().chunkTokens(),
                                ModelOptions.defaults().frameBatch()),
                Math.max(decoderWork(decoder, precision), visionWork(config.vision()))));
        terms.add(new Term("engine", "context and what its allocator keeps", reserve));
        return terms;
    }

    private static Term states(DecoderConfig decoder, DecoderConfig.Mamba mamba) {
        long layers = decoder.layers().stream()
                .filter(kind -> kind == LayerKind.MAMBA)
                .count();
        long state = (long) mamba.inner() * mamba.state() + (mamba.convolution() - 1L) * mamba.convolved();
        return new Term(
                "Mamba states",
                "%d layers × (%,d × %d + %d × %,d) × 4 bytes × 2"
                        .formatted(layers, mamba.inner(), mamba.state(), mamba.convolution() - 1, mamba.convolved()),
                2.0 * FLOAT32_BYTES * layers * state);
    }

    private static String words(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** Bytes of all weights once they are loaded. */
    static long weights(ModelConfig config, Precision precision) {
        long bytes = 0;
        for (Map.Entry<String, List<Long>> tensor : TensorLayout.of(config).entrySet()) {
            bytes += Footprint.loaded(tensor.getKey(), tensor.getValue(), config, precision);
        }
        return bytes;
    }

    /** The hungriest layer over one chunk of the prompt. */
    private static double decoderWork(DecoderConfig decoder, Precision precision) {
        double scan = decoder.mamba().map(mamba -> scanWork(mamba, precision)).orElse(0.0);
        double inside = decoder.mlp().gated() ? 4 : 3;
        double mlp = inside * Footprint.width(precision) * decoder.mlp().intermediate();
        return ModelOptions.defaults().chunkTokens() * Math.max(scan, mlp);
    }

    /** The chunked scan of a Mamba layer, in float32, for one token: decays between tokens of a block, what blocks leave, and the streams. */
    private static double scanWork(DecoderConfig.Mamba mamba, Precision precision) {
        double states = (double) mamba.inner() * mamba.state() / mamba.chunk();
        double decays = (double) mamba.heads() * mamba.chunk();
        return Footprint.width(precision) * (mamba.projected())
                + FLOAT32_BYTES * (3 * decays + 3 * states + 4.0 * mamba.convolved() + 3.0 * mamba.inner());
    }

    /** One block over a batch of frames, in float32: query, key and value, what goes in and comes out, and the feed-forward. */
    private static double visionWork(VisionConfig vision) {
        double numbers = 6.0 * vision.embedDim() + 2.0 * vision.mlpHidden();
        return FLOAT32_BYTES
                * numbers
                * vision.patches()
                * ModelOptions.defaults().frameBatch();
    }

    /** The terms that grow, one token at a time. */
    private static final class Growth {
        private final DecoderConfig decoder;
        private final TokenDropConfig drop;
        private final int tokens;
        private final long keyValueBytes;
        private final String keyValueFormula;
        private final List<Term> terms = new ArrayList<>();

        Growth(ModelConfig config, TokenDropConfig drop, Precision precision) {
            this.decoder = config.decoder();
            this.drop = drop;
            this.tokens = config.tokensPerFrame();
            DecoderConfig.Attention attention = decoder.attention();
            long width = Footprint.width(precision);
            this.keyValueBytes = 2 * width * attention.keyValueHeads() * attention.headDim();
            this.keyValueFormula =
                    "2 × %d × %d × %d bytes".formatted(attention.keyValueHeads(), attention.headDim(), width);
        }

        List<Term> terms() {
            double stream = FLOAT32_BYTES * decoder.hidden();
            String streamFormula = "%,d × 4 bytes".formatted(decoder.hidden());
            add("visual embeddings", streamFormula, 1, stream);
            add("stream", streamFormula, 1, stream);
            add("key/value caches", keyValueFormula, cachedFrom(0), keyValueBytes);
            if (drop.transV()) {
                add("TransV's keys and values", keyValueFormula, dropped(), keyValueBytes);
            }
            guided().ifPresent(stage -> {
                add("copy of the stream behind a drop", streamFormula, copied(stage, stream), stream);
                add(
                        "scores of a guided drop",
                        decoder.attention().heads() + " × 4 bytes",
                        keptBefore(decoder.firstLayer(stage.layer()) - 1),
                        FLOAT32_BYTES * decoder.attention().heads());
            });
            return terms;
        }

        private void add(String name, String formula, double share, double bytes) {
            String of = share == 1 ? "" : String.format(Locale.ROOT, " × %.3g", share);
            terms.add(new Term(name, tokens + " tokens × " + formula + of, tokens * share * bytes));
        }

        /** Of the visual tokens, the share that each attention layer from one on holds, added up. */
        private double cachedFrom(int first) {
            double sum = 0;
            for (int layer = first; layer < decoder.layers().size(); layer++) {
                if (decoder.layers().get(layer) == LayerKind.ATTENTION) {
                    sum += keptBefore(layer);
                }
            }
            return sum;
        }

        /** The share of the visual tokens that is left when a layer runs. */
        private double keptBefore(int layer) {
            double kept = 1;
            for (DropStage stage : drop.stages()) {
                kept = decoder.firstLayer(stage.layer()) <= layer ? stage.keep() : kept;
            }
            return kept;
        }

        private double dropped() {
            return drop.stages().isEmpty() ? 0 : 1 - drop.stages().getLast().keep();
        }

        /**
         * Of the stream, the share that the first guided drop copies; or what the first drop copies, if that comes before it and is more
         * than the keys and values that are not there yet by then.
         */
        private double copied(DropStage guided, double stream) {
            DropStage first = drop.stages().getFirst();
            double later = cachedFrom(decoder.firstLayer(first.layer()))
                    + (drop.transV() ? first.keep() - drop.stages().getLast().keep() : 0);
            return Math.max(guided.keep(), first.keep() - later * keyValueBytes / stream);
        }

        private Optional<DropStage> guided() {
            return drop.stages().stream()
                    .filter(DropStage.AttentionGuided.class::isInstance)
                    .findFirst();
        }
    }

    /** Bytes that do not grow. */
    public double fixedBytes() {
        return fixed.stream().mapToDouble(Term::bytes).sum();
    }

    /** Bytes that a frame adds. */
    public double bytesPerFrame() {
        return perFrame.stream().mapToDouble(Term::bytes).sum();
    }

    /** Bytes for a film of so many frames. */
    public double bytes(long frames) {
        return fixedBytes() + frames * bytesPerFrame();
    }

    /** Frames of the longest film that fits, a multiple of 4; 0 if none does. */
    public long longest(long memory) {
        double room = Math.max(0, memory - fixedBytes());
        return (long) (room / bytesPerFrame()) / FRAME_MULTIPLE * FRAME_MULTIPLE;
    }
}
