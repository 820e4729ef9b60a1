package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.DropStage;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;
import org.timeviper.model.vector.Numbers;
import org.timeviper.model.vector.VectorModule;

/**
 * The language model, a hybrid or a transformer: each layer is {@code x = x + mixer(rms_norm(x))}, then a final norm and the output
 * head; of a transformer's block, attention is one layer and feed-forward the next. Immutable; a sequence's {@link DecoderState} stands
 * apart.
 */
public final class Decoder {
    /** Numbers of a token's stream beyond which chunks that lanes share are not used: then every chunk fetches weights that no cache holds, and kernels take long enough that their threads hardly wait. */
    private static final int WIDEST_IN_LANES = 1024;

    private final Kernels kernels;
    private final DecoderConfig config;
    private final NDArray embeddings;
    private final List<Block> blocks;
    private final NDArray finalNorm;
    private final Linear head;
    private final List<DropPoint> drops;
    private final int chunkTokens;
    private final Optional<VectorStep> vectorStep;
    private final Optional<EngineLanes> lanes;

    private record Block(NDArray norm, Layer mixer) {}

    /**
     * Loads the weights.
     *
     * @param chunkTokens tokens that a layer works on at a time during prefill
     * @param own of Java's own arithmetic, which takes the engine's place where it can and is the faster
     * @param lanes among which a prefill is shared out
     */
    public Decoder(
            Kernels kernels,
            Weights weights,
            ModelConfig model,
            int chunkTokens,
            Optional<Crew> own,
            Optional<EngineLanes> lanes) {
        this.kernels = kernels;
        this.config = model.decoder();
        this.embeddings = weights.matrix(config.family().embeddings());
        Optional<Crew> crew = own.filter(members -> hasVectors());
        this.blocks = blocks(weights, config, crew);
        this.finalNorm = weights.exact(config.family().finalNorm());
        this.head = config.tiedEmbeddings() ? new Linear.Plain(embeddings) : weights.linear(DecoderFamily.HEAD, false);
        this.drops = drops(weights, model);
        this.chunkTokens = chunkTokens;
        this.vectorStep = crew.map(this::vectorStep);
        this.lanes = lanes.filter(beside -> config.hidden() <= WIDEST_IN_LANES);
    }

    private Decoder(Decoder other, List<DropPoint> drops) {
        this.kernels = other.kernels;
        this.config = other.config;
        this.embeddings = other.embeddings;
        this.blocks = other.blocks;
        this.finalNorm = other.finalNorm;
        this.head = other.head;
        this.drops = List.copyOf(drops);
        this.chunkTokens = other.chunkTokens;
        this.vectorStep = other.vectorStep;
        this.lanes = other.lanes;
    }

    private boolean hasVectors() {
        return VectorModule.isOfUse() && Numbers.reaches(embeddings);
    }

    private VectorStep vectorStep(Crew crew) {
        return new VectorStep(
                new Matrix(embeddings, crew),
                blocks.stream()
                        .map(block -> new VectorStep.Block(
                                block.norm().toFloatArray(), block.mixer().vectors(crew)))
                        .toList(),
                finalNorm.toFloatArray(),
                LinearMap.of(head, crew),
                config.normEpsilon());
    }

    private static List<Block> blocks(Weights weights, DecoderConfig config, Optional<Crew> crew) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < config.layers().size(); i++) {
            String mixer = config.family().mixer(i);
            blocks.add(new Block(
                    weights.exact(config.family().norm(i)),
                    switch (config.layers().get(i)) {
                        case MAMBA ->
                            new MambaLayer(weights, mixer, i, config.mamba().orElseThrow(), config.normEpsilon(), crew);
                        case ATTENTION -> new AttentionLayer(weights, mixer, i, config.attention(), crew);
                        case MLP -> FeedForward.of(weights, mixer, config.mlp());
                    }));
        }
        return List.copyOf(blocks);
    }

    private static List<DropPoint> drops(Weights weights, ModelConfig model) {
        List<DropStage> stages = model.tokenDrop().stages();
        List<DropPoint> drops = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            DropStage stage = stages.get(i);
            drops.add(new DropPoint(
                    model.decoder().firstLayer(stage.layer()),
                    stage,
                    model.tokenDrop().transV()
                            ? Optional.of(CrossAttention.load(weights, model, i))
                            : Optional.empty()));
        }
        return List.copyOf(drops);
    }

    /** The same weights without token dropping. */
    public Decoder withoutDropping() {
        return new Decoder(this, List.of());
    }

    /** The same weights and schedule, but dropped tokens are lost (PDrop). */
    public Decoder withoutMerging() {
        return new Decoder(
                this, withoutMerges(drops.stream().map(DropPoint::stage).toList()));
    }

    /**
     * The same weights with another schedule. With TransV the first stage takes the checkpoint's first TransV weights, and so on; stages
     * beyond those take the last ones, which costs what weights of their own would, but was not trained so.
     *
     * @throws ModelException if the schedule is not for a model with these layers, or wants TransV where the checkpoint has none
     */
    public Decoder withDropping(TokenDropConfig other) {
        other.stages().forEach(this::requireFits);
        List<CrossAttention> merges =
                drops.stream().flatMap(point -> point.merge().stream()).toList();
        if (!other.transV()) {
            return new Decoder(this, withoutMerges(other.stages()));
        }
        if (merges.isEmpty()) {
            throw new ModelException(
                    "this checkpoint has no TransV weights (merge_module is not CrossAttention), so that"
                            + " what schedule " + other.schedule() + " drops can only be lost");
        }
        List<DropPoint> points = new ArrayList<>();
        for (DropStage stage : other.stages()) {
            CrossAttention merge = merges.get(Math.min(points.size(), merges.size() - 1));
            points.add(new DropPoint(config.firstLayer(stage.layer()), stage, Optional.of(merge)));
        }
        return new Decoder(this, points);
    }

    private void requireFits(DropStage stage) {
        boolean fits = stage.layer() < config.blocks()
                && (stage instanceof DropStage.Uniform
                        || mixer(config.firstLayer(stage.layer())) instanceof AttentionLayer);
        if (!fits) {
            throw new ModelException("a stage " + stage.notation() + " is for another model than this one of "
                    + config.blocks() + " layers");
        }
    }

    private List<DropPoint> withoutMerges(List<DropStage> stages) {
        return stages.stream()
                .map(stage -> new DropPoint(config.firstLayer(stage.layer()), stage, Optional.empty()))
                .toList();
    }

    /**
     * Reads what all prompts about the same frames have in common.
     *
     * @param before token ids of the text before the frames
     * @param visual embeddings of the frames, (visual tokens, hidden), float32, at least one
     * @return what {@link #instruct} goes on from; the caller closes it
     * @throws java.util.concurrent.CancellationException if the listener says so
     */
    public PromptPrefix prefix(long[] before, NDArray visual, PrefillListener listener) {
        return prefixes(before, List.of(visual), listener).getFirst();
    }

    /**
     * Reads what the prompts about each of several clips have in common: as many clips at a time as make up a chunk.
     *
     * @param before token ids of the text before the frames of each
     * @param visual embeddings of each clip's frames, as {@link #prefix} takes them; clips may differ in length
     * @param listener watches the streams, and may end this
     * @return of each clip what {@link #instruct} goes on from; the caller closes them
     * @throws java.util.concurrent.CancellationException if the listener says so
     */
    public List<PromptPrefix> prefixes(long[] before, List<NDArray> visual, PrefillListener listener) {
        List<PromptPrefix> read = new ArrayList<>();
        try {
            for (List<NDArray> clips :
                    chunkfuls(visual, clip -> before.length + clip.getShape().get(0))) {
                read.addAll(prefixesOfAChunk(before, clips, listener));
            }
            return List.copyOf(read);
        } catch (RuntimeException e) {
            read.forEach(PromptPrefix::close);
            throw e;
        }
    }

    private List<PromptPrefix> prefixesOfAChunk(long[] before, List<NDArray> clips, PrefillListener listener) {
        List<Prefill.Opening> openings = new ArrayList<>();
        try {
            for (NDArray clip : clips) {
                openings.add(opening(before, clip));
            }
            return new Prefill(this, listener).prefixes(openings);
        } catch (RuntimeException e) {
            openings.forEach(Prefill.Opening::close);
            throw e;
        }
    }

    private Prefill.Opening opening(long[] before, NDArray clip) {
        Workspace memory = kernels.workspace();
        try {
            return new Prefill.Opening(embedded(memory, before, clip), emptyState(), memory);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** The stream of the text before the frames, and the frames, as it enters the first layer. */
    private VisualStream embedded(Workspace memory, long[] before, NDArray visual) {
        long frames = visual.getShape().get(0);
        NDArray rows = memory.zeros(visual, before.length + frames, config.hidden());
        try (Workspace scratch = kernels.workspace()) {
            if (before.length > 0) {
                scratch.write(rows, 0, 0, scratch.embed(embeddings, scratch.longs(before)));
            }
            scratch.write(rows, 0, before.length, visual);
        }
        return new VisualStream(rows, before.length, frames, frames);
    }

    /**
     * Writes a prefix into a file, for {@link #recall} in this process or another.
     *
     * @param about what it is the prefix of, and what computed it, by name
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    public void keep(PromptPrefix prefix, Path file, Map<String, String> about) throws IOException {
        try (Workspace views = kernels.workspace()) {
            StoredArrays.write(file, prefixOf(about), prefix.arrays(views), kernels);
        }
    }

    /**
     * Reads a prefix that was kept: what follows is computed as if it had been computed here.
     *
     * @param about as it was given then
     * @param before how many tokens the text before the frames has
     * @param visual how many the frames have
     * @return what {@link #instruct} goes on from; the caller closes it
     * @throws org.timeviper.model.checkpoint.CheckpointException when there is none, or it is damaged, or of something else, or was
     *     computed otherwise, or does not hold of every layer what so many tokens leave there
     */
    public PromptPrefix recall(Path file, Map<String, String> about, long before, long visual) {
        DecoderState state = emptyState();
        Workspace memory = kernels.workspace();
        try (StoredArrays stored = StoredArrays.open(file, prefixOf(about))) {
            int reached = firstGuidedLayer();
            state.restore(stored, reached, layer -> before + left(layer, visual));
            return new PromptPrefix(
                    state,
                    reached,
                    stream(stored, reached, before, visual, memory),
                    dropped(stored, reached, visual, memory),
                    memory);
        } catch (RuntimeException e) {
            state.close();
            memory.close();
            throw e;
        }
    }

    private Optional<VisualStream> stream(
            StoredArrays stored, int reached, long before, long visual, Workspace memory) {
        if (reached == depth()) {
            return Optional.empty();
        }
        long left = left(reached - 1, visual);
        NDArray rows = stored.read(PromptPrefix.STREAM, memory, before + left, config.hidden());
        return Optional.of(new VisualStream(rows, before, left, visual));
    }

    private Map<Integer, KeyValueCache> dropped(StoredArrays stored, int end, long visual, Workspace memory) {
        Map<Integer, KeyValueCache> dropped = new HashMap<>();
        for (DropPoint point : drops) {
            int layer = point.layer();
            long count = left(layer - 1, visual) - left(layer, visual);
            if (point.merge().isPresent() && layer < end && count > 0) {
                KeyValueCache cache = point.merge().get().memory(memory, count);
                try (Workspace scratch = kernels.workspace()) {
                    cache.restore(stored, PromptPrefix.droppedName(layer), count, scratch);
                }
                dropped.put(layer, cache);
            }
        }
        return dropped;
    }

    /** Of so many visual tokens, those that are left when a layer runs. */
    private long left(int layer, long visual) {
        return drops.stream()
                .filter(point -> point.layer() <= layer)
                .mapToLong(point -> point.stage().kept(visual))
                .reduce(visual, Math::min);
    }

    private Map<String, String> prefixOf(Map<String, String> about) {
        Map<String, String> all = new HashMap<>(about);
        all.put("format", "timeviper prompt prefix, version 1");
        all.put("kernels", kernels.fingerprint());
        all.put("arithmetic", vectorStep.isPresent() ? "Java's own beside the engine's" : "the engine's");
        all.put(
                "dropping",
                drops.stream()
                        .map(point -> point.stage().notation() + (point.merge().isPresent() ? " with TransV" : ""))
                        .collect(Collectors.joining(", ")));
        return all;
    }

    /**
     * Reads the text after the frames.
     *
     * @param prefix stays as it is, and serves the next instruction when the result of this one is closed
     * @param after token ids, at least one
     * @return state and logits for the first generated token; the caller closes it
     * @throws java.util.concurrent.CancellationException if the listener says so
     */
    public Prefilled instruct(PromptPrefix prefix, long[] after, PrefillListener listener) {
        requireText(after);
        return read(
                        List.of(new Instruction(prefix, after)),
                        List.of(prefix.state().fork()),
                        listener)
                .getFirst();
    }

    /**
     * Reads the texts after the frames of several prompts, which may be about the same frames: as many at a time as make up a chunk.
     *
     * @param instructions at least one; their prefixes stay as they are, and must stay open while the results are
     * @param listener watches the streams, and may end this
     * @return of each state and logits for the first generated token, each of which goes on by itself; the caller closes them
     * @throws java.util.concurrent.CancellationException if the listener says so
     */
    public List<Prefilled> instructAll(List<Instruction> instructions, PrefillListener listener) {
        instructions.forEach(instruction -> requireText(instruction.after()));
        List<Prefilled> read = new ArrayList<>();
        try {
            for (List<Instruction> together : chunkfuls(instructions, Instruction::tokens)) {
                read.addAll(read(together, branches(together), listener));
            }
            return List.copyOf(read);
        } catch (RuntimeException e) {
            read.forEach(Prefilled::close);
            throw e;
        }
    }

    private static List<DecoderState> branches(List<Instruction> instructions) {
        List<DecoderState> branches = new ArrayList<>();
        try {
            instructions.forEach(
                    instruction -> branches.add(instruction.prefix().state().branch()));
            return branches;
        } catch (RuntimeException e) {
            branches.forEach(DecoderState::close);
            throw e;
        }
    }

    /** In order, as many at a time as go into one chunk, at least one: more together would be no faster, and need more memory. */
    private <T> List<List<T>> chunkfuls(List<T> all, ToLongFunction<T> tokens) {
        List<List<T>> chunkfuls = new ArrayList<>();
        long room = 0;
        for (T one : all) {
            long needed = tokens.applyAsLong(one);
            if (chunkfuls.isEmpty() || needed > room) {
                chunkfuls.add(new ArrayList<>());
                room = chunkTokens;
            }
            chunkfuls.getLast().add(one);
            room -= needed;
        }
        return chunkfuls;
    }

    /** @param states of the prefixes; now owned by this */
    private List<Prefilled> read(List<Instruction> instructions, List<DecoderState> states, PrefillListener listener) {
        try (Workspace memory = kernels.workspace()) {
            List<Prefill.Reading> readings = new ArrayList<>();
            for (int i = 0; i < instructions.size(); i++) {
                Instruction instruction = instructions.get(i);
                NDArray text = memory.embed(embeddings, memory.longs(instruction.after()));
                readings.add(new Prefill.Reading(instruction.prefix(), text, states.get(i)));
            }
            new Prefill(this, listener).instructions(readings, memory);
            NDArray last = memory.join(
                    readings.stream().map(reading -> reading.last(memory)).toList());
            float[][] logits = rows(logits(memory, last));
            return IntStream.range(0, logits.length)
                    .mapToObj(i -> new Prefilled(states.get(i), logits[i]))
                    .toList();
        } catch (RuntimeException e) {
            states.forEach(DecoderState::close);
            throw e;
        }
    }

    /** Copies the rows of a matrix out. */
    private static float[][] rows(NDArray matrix) {
        FloatBuffer all = matrix.toByteBuffer(true).asFloatBuffer();
        float[][] rows = new float[Math.toIntExact(matrix.getShape().get(0))]
                [Math.toIntExact(matrix.getShape().get(1))];
        for (float[] row : rows) {
            all.get(row);
        }
        return rows;
    }

    private static void requireText(long[] after) {
        if (after.length == 0) {
            throw new IllegalArgumentException("there must be text after the frames");
        }
    }

    /**
     * Reads a prompt once more, together with the answer that it was given (teacher forcing), and tells of every layer that mixes
     * tokens how those at which the answer was chosen weigh the tokens before them: the prompt's last token, and the answer's.
     *
     * <p>Costs a prefill. Beyond the memory of one it needs, of one Mamba layer at a time, 2·groups·state + heads numbers for each
     * token, and one row of one layer: heads numbers for each token, but never the square of a map.
     *
     * @param before token ids of the text before the frames
     * @param visual embeddings of the frames, (visual tokens, hidden), float32, at least one
     * @param after token ids of the text after the frames, at least one
     * @param answer token ids of the answer that were fed, so all but its last; none if it has one token
     * @param listener watches the streams, and may end this
     * @param rows hears the rows, layer by layer and within a layer in the tokens' order
     * @throws java.util.concurrent.CancellationException if the listener says so
     */
    public void retrace(
            long[] before, NDArray visual, long[] after, long[] answer, PrefillListener listener, MixingListener rows) {
        requireText(after);
        try (Workspace memory = kernels.workspace();
                DecoderState state = emptyState()) {
            VisualStream stream = embedded(memory, before, visual);
            long[] ids = LongStream.concat(Arrays.stream(after), Arrays.stream(answer))
                    .toArray();
            NDArray words = memory.embed(embeddings, memory.longs(ids));
            new Retracing(this, state, memory, listener, rows).read(stream, words, after.length);
        }
    }

    /**
     * One decode step: costs the same however long the sequence is, but for the attention layers' look at their caches.
     *
     * @param state of the sequence; goes on by the token
     * @param token the id generated last
     * @return logits for the next token, one a token id
     */
    public float[] step(DecoderState state, long token) {
        return vectorStep.isPresent() && state.isReached()
                ? vectorStep.get().logits(state.inPlace(), token)[0]
                : stepByKernels(state, token);
    }

    /** What takes decode steps, where Java's own arithmetic does. */
    Optional<VectorStep> vectorStep() {
        return vectorStep;
    }

    /** {@link #step(DecoderState, long)} on any device. */
    float[] stepByKernels(DecoderState state, long token) {
        try (Workspace scratch = kernels.workspace()) {
            NDArray x = scratch.embed(embeddings, scratch.longs(new long[] {token}));
            for (int layer = 0; layer < depth(); layer++) {
                scratch.add(x, mix(scratch, layer, x, state));
            }
            return logits(scratch, x).toFloatArray();
        }
    }

    /**
     * Sequences that go on together.
     *
     * @param sequences at least one; they stay as they are, and must stay open while the batch is
     * @return the caller closes it
     * @throws IllegalArgumentException if there are none
     */
    public DecoderBatch batch(List<Prefilled> sequences) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one sequence");
        }
        Workspace memory = kernels.workspace();
        try {
            List<Layer> mixers = blocks.stream().map(Block::mixer).toList();
            return new DecoderBatch(
                    memory, mixers, sequences.stream().map(Prefilled::state).toList());
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * One decode step of every sequence of a batch.
     *
     * @param batch goes on by the tokens; to be closed if this fails
     * @param tokens of each sequence the id generated last
     * @return of each the logits for the next token, one a token id
     */
    public float[][] step(DecoderBatch batch, long[] tokens) {
        requireOneEach(batch, tokens);
        return byVectors(batch)
                .map(vectors -> vectors.logits(batch.inPlace(), tokens))
                .orElseGet(() -> stepByKernels(batch, tokens));
    }

    /** {@link #step(DecoderBatch, long[])} on any device. */
    float[][] stepByKernels(DecoderBatch batch, long[] tokens) {
        try (Workspace scratch = kernels.workspace()) {
            return rows(next(scratch, batch, tokens));
        }
    }

    /** Whether the logits of a batch's next {@link #step(DecoderBatch, long[])} come into being on the device, from where it costs to fetch them. */
    public boolean isOnDevice(DecoderBatch batch) {
        return byVectors(batch).isEmpty();
    }

    private Optional<VectorStep> byVectors(DecoderBatch batch) {
        return vectorStep.filter(vectors -> vectors.isFaster(batch.size()) && batch.isReached());
    }

    private static void requireOneEach(DecoderBatch batch, long[] tokens) {
        if (tokens.length != batch.size()) {
            throw new IllegalArgumentException(tokens.length + " tokens for " + batch.size() + " sequences");
        }
    }

    /**
     * One decode step of every sequence of a batch by the engine's kernels, after which only the likeliest tokens leave the device.
     *
     * @param batch goes on by the tokens; to be closed if this fails
     * @param tokens of each sequence the id generated last
     * @return of each the likeliest next token
     */
    public List<NextToken> greedyStep(DecoderBatch batch, long[] tokens) {
        requireOneEach(batch, tokens);
        try (Workspace scratch = kernels.workspace()) {
            Workspace.Pair likeliest = scratch.likeliest(next(scratch, batch, tokens));
            long[] ids = likeliest.first().toLongArray();
            double[] logProbabilities = likeliest.second().toDoubleArray();
            return IntStream.range(0, ids.length)
                    .mapToObj(row -> new NextToken(Math.toIntExact(ids[row]), logProbabilities[row]))
                    .toList();
        }
    }

    /** The logits behind the next token of every sequence of a batch, (sequences, vocabulary). */
    private NDArray next(Workspace scratch, DecoderBatch batch, long[] tokens) {
        NDArray x = scratch.embed(embeddings, scratch.longs(tokens));
        for (int layer = 0; layer < depth(); layer++) {
            scratch.add(x, mixer(layer).step(scratch, norm(scratch, layer, x), batch));
        }
        return logits(scratch, x);
    }

    /** Final norm and output head: (tokens, hidden) → (tokens, vocabulary), float32. */
    public NDArray logits(Workspace workspace, NDArray stream) {
        return workspace.toFloat32(head.apply(workspace, finalNorm(workspace, stream)));
    }

    /** The stream after the final norm. */
    public NDArray finalNorm(Workspace workspace, NDArray stream) {
        return workspace.rmsNorm(stream, finalNorm, config.normEpsilon());
    }

    /**
     * How every token of a sequence looks at those before it.
     *
     * @param stream of the whole sequence as it enters the layer, (tokens, hidden)
     * @return (heads, tokens, tokens): softmax rows of an attention layer; for a Mamba layer the matrix M of {@code y = M·x + D·x};
     *     empty for a feed-forward layer
     */
    public Optional<NDArray> map(Workspace workspace, int layer, NDArray stream) {
        NDArray x = norm(workspace, layer, stream);
        return switch (mixer(layer)) {
            case AttentionLayer attention -> Optional.of(attention.map(workspace, x));
            case MambaLayer mamba -> Optional.of(mamba.map(workspace, x));
            case FeedForward mlp -> Optional.empty();
        };
    }

    NDArray mix(Workspace workspace, int layer, NDArray stream, DecoderState state) {
        return mixer(layer).forward(workspace, norm(workspace, layer, stream), state);
    }

    /** @param stretches which rows of the stream are whose */
    NDArray mix(Workspace workspace, int layer, NDArray stream, List<Stretch> stretches) {
        if (stretches.size() == 1) {
            return mix(workspace, layer, stream, stretches.getFirst().state());
        }
        return mixer(layer).forward(workspace, norm(workspace, layer, stream), stretches);
    }

    /** The stream after a layer's norm. */
    NDArray norm(Workspace workspace, int layer, NDArray stream) {
        return workspace.rmsNorm(stream, blocks.get(layer).norm(), config.normEpsilon());
    }

    Optional<DropPoint> dropPoint(int layer) {
        return drops.stream().filter(point -> point.layer() == layer).findFirst();
    }

    /** The first layer whose dropping depends on the instruction; the number of layers if there is none. */
    int firstGuidedLayer() {
        return drops.stream()
                .filter(point -> point.stage() instanceof DropStage.AttentionGuided)
                .mapToInt(DropPoint::layer)
                .findFirst()
                .orElse(depth());
    }

    Layer mixer(int layer) {
        return blocks.get(layer).mixer();
    }

    AttentionLayer attention(int layer) {
        return (AttentionLayer) mixer(layer);
    }

    int depth() {
        return blocks.size();
    }

    int chunkTokens() {
        return chunkTokens;
    }

    Optional<EngineLanes> lanes() {
        return lanes;
    }

    Workspace workspace() {
        return kernels.workspace();
    }

    private DecoderState emptyState() {
        List<Layer> mixers = blocks.stream().map(Block::mixer).toList();
        Workspace memory = kernels.workspace();
        try {
            return DecoderState.empty(memory, mixers, config.attention().keyValueHeads());
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }
}
