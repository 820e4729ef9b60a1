package org.timeviper.model.benchmark;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ProjectorConfig;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.config.VisionConfig;
import org.timeviper.model.cost.Footprint;
import org.timeviper.model.tensor.Precision;

/**
 * What a model's work takes at least, counted from its tensors. Operations are floating-point ones, two for each product: matrix products, attention (only what lies before a token), and the
 * Mamba layers' recurrence, of many tokens in its chunked form; left out are norms, activations, convolutions. Bytes are those that must come from memory or go there, each once: what is
 * computed on the way is not counted.
 */
final class Work {
    private final ModelConfig config;
    private final DecoderConfig decoder;
    private final Map<String, List<Long>> shapes;

    /**
     * What sequences that are gone on with together have behind them.
     *
     * @param sequences how many they are
     * @param shared tokens that all of them have in common, and that are read once for all
     * @param own further tokens of each
     */
    record Behind(int sequences, double shared, double own) {

        /** One sequence by itself. */
        static Behind one(double tokens) {
            return new Behind(1, 0, tokens);
        }

        double each() {
            return shared + own;
        }

        double read() {
            return shared + sequences * own;
        }
    }

    /**
     * Tokens of a prompt.
     *
     * @param before of the text before the frames
     * @param visual of the frames
     * @param after of the text behind them
     */
    record Prompt(long before, long visual, long after) {}

    Work(ModelConfig config) {
        this.config = config;
        this.decoder = config.decoder();
        this.shapes = TensorLayout.of(config);
    }

    /** How many weights there are. */
    double weights() {
        return shapes.values().stream()
                .mapToDouble(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
    }

    // ---- Operations.

    /** Of one frame through patch embedding and the blocks that are run. */
    double transformer() {
        VisionConfig vision = config.vision();
        double tokens = vision.patches() + vision.layout().prefixTokens();
        double block = products(TensorLayout.VISION + "blocks.0.") * tokens + 4 * tokens * tokens * vision.embedDim();
        double embed = 2.0 * vision.patches() * 3 * vision.patchSize() * vision.patchSize() * vision.embedDim();
        return embed + block * vision.blocksRun();
    }

    /** Of the merged tokens of one frame through the projector. */
    double projector() {
        return products(TensorLayout.PROJECTOR) * config.tokensPerFrame();
    }

    /** Of one token of a prompt of so many through all layers, on the average. */
    double prefillToken(int length) {
        return ofLayers(layer -> prefillToken(layer, length));
    }

    /** Of one token through the first layer of a kind; 0 if there is none. */
    double prefillToken(LayerKind kind, int length) {
        return ofFirst(kind, layer -> prefillToken(layer, length));
    }

    private double prefillToken(int layer, int length) {
        return products(mixer(layer))
                + switch (decoder.layers().get(layer)) {
                    case ATTENTION -> attention(length / 2.0);
                    case MAMBA -> scan(mamba());
                    case MLP -> 0;
                };
    }

    /** Of a whole prompt, of whose visual tokens some are dropped on the way, up to the scores of the first token behind it. */
    double prefill(Prompt prompt, TokenDropConfig dropping) {
        double layers = ofLayers(layer -> {
            int length = Math.toIntExact(prompt.before() + left(layer, prompt, dropping) + prompt.after());
            return length * prefillToken(layer, length);
        });
        double drops = dropping.stages().stream()
                .mapToDouble(stage -> drop(stage, prompt, dropping))
                .sum();
        return layers + drops + 2.0 * decoder.vocabulary() * decoder.hidden();
    }

    /** What a stage costs beside the layer that it stands before: scores of all tokens to choose by, and what takes in those that go. */
    private double drop(DropStage stage, Prompt prompt, TokenDropConfig dropping) {
        int layer = decoder.firstLayer(stage.layer());
        double visual = left(layer - 1, prompt, dropping);
        double gone = visual - left(layer, prompt, dropping);
        double keys = (double) decoder.attention().keyValueHeads()
                * decoder.attention().headDim();
        double queries =
                (double) decoder.attention().heads() * decoder.attention().headDim();
        double chosen =
                switch (stage) {
                    case DropStage.Uniform uniform -> 0;
                    case DropStage.AttentionGuided guided ->
                        2 * keys * decoder.hidden() * (prompt.before() + visual + prompt.after());
                };
        double takenIn = 4 * keys * decoder.hidden() * gone
                + prompt.after() * (4 * queries * decoder.hidden() + attention(gone));
        return chosen + (dropping.transV() ? takenIn : 0);
    }

    /** Of a prompt's visual tokens, those that are left when a layer runs. */
    private long left(int layer, Prompt prompt, TokenDropConfig dropping) {
        return dropping.stages().stream()
                .filter(stage -> decoder.firstLayer(stage.layer()) <= layer)
                .mapToLong(stage -> stage.kept(prompt.visual()))
                .reduce(prompt.visual(), Math::min);
    }

    /** Of a decode step of some sequences, output head included. */
    double step(Behind behind) {
        return behind.sequences()
                * (ofLayers(layer -> step(layer, behind)) + 2.0 * decoder.vocabulary() * decoder.hidden());
    }

    /** Of a decode step in the first layer of a kind; 0 if there is none. */
    double step(LayerKind kind, Behind behind) {
        return behind.sequences() * ofFirst(kind, layer -> step(layer, behind));
    }

    private double step(int layer, Behind behind) {
        return products(mixer(layer))
                + switch (decoder.layers().get(layer)) {
                    case ATTENTION -> attention(behind.each());
                    // the state decays, takes the token in, and is read out
                    case MAMBA -> 5.0 * mamba().inner() * mamba().state();
                    case MLP -> 0;
                };
    }

    private double attention(double before) {
        return 4.0 * decoder.attention().heads() * decoder.attention().headDim() * before;
    }

    private static double scan(DecoderConfig.Mamba mamba) {
        double within = mamba.chunk() * ((double) mamba.groups() * mamba.state() + mamba.inner());
        return within + 4.0 * mamba.inner() * mamba.state();
    }

    private double products(String prefix) {
        return shapes.entrySet().stream()
                .filter(tensor ->
                        tensor.getKey().startsWith(prefix) && tensor.getValue().size() == 2)
                .mapToDouble(tensor ->
                        2.0 * tensor.getValue().get(0) * tensor.getValue().get(1))
                .sum();
    }

    // ---- Bytes.

    /** Of a picture that is read, three bytes a pixel, and of the pixels that the model is given. */
    double preprocessBytes(int width, int height) {
        double side = config.vision().imageSize();
        return 3.0 * width * height + 3 * Float.BYTES * side * side;
    }

    /** Of the patches of a frame that are merged, in as many turns as it takes, each of which reads all tokens and writes those that are left; 0 if none are merged. */
    double mergeBytes() {
        return switch (config.projector()) {
            case ProjectorConfig.GeluMlp all -> 0;
            case ProjectorConfig.TokenMergingMlp merging -> {
                double moved = 0;
                int tokens = config.vision().patches();
                while (tokens > merging.tokens()) {
                    int left = Math.max(merging.tokens(), tokens - tokens / 2);
                    moved += tokens + left;
                    tokens = left;
                }
                yield Float.BYTES * moved * config.vision().embedDim();
            }
        };
    }

    /** Of a decode step of some sequences, output head included: weights, recurrent states, which are read and written, and keys and values. */
    double stepBytes(Behind behind, Precision precision) {
        return ofLayers(layer -> stepBytes(layer, behind, precision)) + headBytes(precision);
    }

    /**
     * Of a decode step of some sequences about the same frames, of whose tokens some were dropped.
     *
     * @param prompt of each; what is before the text behind the frames is read once for all
     * @param generated tokens of each answer so far
     */
    double stepBytes(Prompt prompt, TokenDropConfig dropping, int sequences, double generated, Precision precision) {
        return ofLayers(layer -> {
                    double shared = prompt.before() + (double) left(layer, prompt, dropping);
                    return stepBytes(layer, new Behind(sequences, shared, prompt.after() + generated), precision);
                })
                + headBytes(precision);
    }

    private double headBytes(Precision precision) {
        String head = decoder.tiedEmbeddings() ? decoder.family().embeddings() : DecoderFamily.HEAD + ".weight";
        return loaded(decoder.family().finalNorm(), precision) + loaded(head, precision);
    }

    /** Of a decode step in the first layer of a kind; 0 if there is none. */
    double stepBytes(LayerKind kind, Behind behind, Precision precision) {
        return ofFirst(kind, layer -> stepBytes(layer, behind, precision));
    }

    private double stepBytes(int layer, Behind behind, Precision precision) {
        double weights = loaded(decoder.family().norm(layer), precision) + loaded(mixer(layer), precision);
        return weights
                + switch (decoder.layers().get(layer)) {
                    case ATTENTION -> behind.read() * tokenBytes(precision);
                    case MAMBA -> behind.sequences() * 2 * stateBytes(mamba());
                    case MLP -> 0;
                };
    }

    /** Key and value of a token. */
    private double tokenBytes(Precision precision) {
        return 2.0 * decoder.attention().keyValueHeads() * decoder.attention().headDim() * Footprint.width(precision);
    }

    private static double stateBytes(DecoderConfig.Mamba mamba) {
        double convolution = (mamba.convolution() - 1.0) * mamba.convolved();
        return Float.BYTES * ((double) mamba.inner() * mamba.state() + convolution);
    }

    private double loaded(String prefix, Precision precision) {
        return shapes.entrySet().stream()
                .filter(tensor -> tensor.getKey().startsWith(prefix))
                .mapToDouble(tensor -> Footprint.loaded(tensor.getKey(), tensor.getValue(), config, precision))
                .sum();
    }

    /** Of the scores of all tokens, read once. */
    static double samplingBytes(int vocabulary) {
        return (double) Float.BYTES * vocabulary;
    }

    // ---- Layers.

    private double ofLayers(IntToDoubleFunction cost) {
        return IntStream.range(0, decoder.layers().size()).mapToDouble(cost).sum();
    }

    private double ofFirst(LayerKind kind, IntToDoubleFunction cost) {
        OptionalInt first = IntStream.range(0, decoder.layers().size())
                .filter(layer -> decoder.layers().get(layer) == kind)
                .findFirst();
        return first.isPresent() ? cost.applyAsDouble(first.getAsInt()) : 0;
    }

    private DecoderConfig.Mamba mamba() {
        return decoder.mamba().orElseThrow();
    }

    private String mixer(int layer) {
        return decoder.family().mixer(layer);
    }
}
