package org.timeviper.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.config.FilmedOdds;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.MixingListener;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.DrawnAnswer;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.measure.Miniature;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Workspace;

/**
 * One stretch of film, looked at once and asked about many times: what the prompts have in common (the text before the frames, and
 * the frames) is computed with the first prompt and serves all others, as deep as it does not depend on the instruction.
 *
 * <p>For one thread at a time. Holds native memory until {@link #close()}.
 */
public final class VideoSession implements AutoCloseable {
    /** Name of the embeddings in a file. */
    private static final String EMBEDDINGS = "embeddings";

    /** The model was trained on frames in multiples of this. */
    private static final int FRAME_MULTIPLE = 4;

    /** Some 16 MB. */
    private static final int MOST_MINIATURES = 1024;

    static final Generation CANCELLED = new Generation("", List.of(), StopReason.CANCELLED);

    private final TimeViper model;
    private final Clip clip;
    private final Workspace memory;
    private final NDArray embeddings;
    private final int framesLookedAt;
    private Optional<PromptPrefix> prefix = Optional.empty();
    private volatile BooleanSupplier givenUp = () -> false;
    private Optional<String> toldSeconds = Optional.empty();
    private List<Miniature> miniatures = List.of();
    private Optional<double[]> filmed = Optional.empty();

    private VideoSession(TimeViper model, Clip clip, int framesLookedAt, Function<VideoSession, NDArray> embeddings) {
        this.model = model;
        this.clip = clip;
        this.framesLookedAt = framesLookedAt;
        this.memory = model.network().kernels().workspace();
        try {
            this.embeddings = embeddings.apply(this);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * A session that looks at a clip.
     *
     * @param seen what others have seen of its frames
     * @param givenUp asked before every batch of frames
     */
    VideoSession(TimeViper model, Clip clip, SeenFrames seen, BooleanSupplier givenUp) {
        this(model, clip, seen.missing(clip.frames()).size(), session -> session.looked(seen, givenUp));
    }

    /** The pictures are made small as they go by, where anything is measured: most of what can be needs no second reading. */
    private NDArray looked(SeenFrames seen, BooleanSupplier givenUp) {
        FrameSource frames = clip.frames();
        List<Double> seconds = frames.seconds();
        Miniature[] small = new Miniature
                [config().saysLess() || config().measuresMovement() ? Math.min(MOST_MINIATURES, frames.count()) : 0];
        Arrays.setAll(small, index -> seen.miniature(seconds.get(index)).orElse(null));
        FrameSource watched = FrameSource.of(seconds, index -> {
            Frame frame = frames.read(index);
            if (index < small.length) {
                small[index] = Miniature.of(frame.picture());
            }
            return frame;
        });
        NDArray looked = model.network().look(memory, watched, frames(), seen, givenUp);
        miniatures = Arrays.asList(small).contains(null) ? List.of() : List.of(small);
        return looked;
    }

    /** A session that knows what another one has {@linkplain #keepEmbeddings kept}. */
    VideoSession(TimeViper model, Clip clip, Path file, String origin) {
        this(model, clip, 0, session -> session.recallEmbeddings(file, origin));
    }

    /** The film's stretch that this session is about. */
    public Clip clip() {
        return clip;
    }

    /**
     * The clip's pictures, small. Reads those that went by another session, if it has not made them small either.
     *
     * @return of each frame in order, up to the first 1,024
     */
    public List<Miniature> miniatures() {
        if (miniatures.isEmpty()) {
            FrameSource frames = clip.frames();
            miniatures = IntStream.range(0, Math.min(MOST_MINIATURES, frames.count()))
                    .mapToObj(index -> Miniature.of(frames.read(index).picture()))
                    .toList();
        }
        return miniatures;
    }

    /**
     * As {@link #miniatures()}, of a stretch of the clip; a picture that is there several times counts once.
     *
     * @param start first second, of the film
     * @param end second of the film before which the stretch ends
     */
    public List<Miniature> miniatures(double start, double end) {
        List<Double> seconds = clip.frames().seconds();
        List<Miniature> all = miniatures();
        return IntStream.range(0, all.size())
                .filter(i -> seconds.get(i) >= start && seconds.get(i) < end)
                .filter(i -> i == 0 || !seconds.get(i).equals(seconds.get(i - 1)))
                .mapToObj(all::get)
                .toList();
    }

    /**
     * Whether a stretch shows what is photographed and not drawn, as far as the model's configuration knows; see {@link FilmedOdds}.
     *
     * @param start first second, of the film
     * @param end second of the film before which the stretch ends
     * @return false where nothing is known, or no frame lies in the stretch
     */
    public boolean isFilmed(double start, double end) {
        if (!config().confidence().filmed().isKnown()) {
            return false;
        }
        List<Double> seconds = clip.frames().seconds();
        double[] odds = filmed();
        return IntStream.range(0, seconds.size())
                        .filter(i -> seconds.get(i) >= start && seconds.get(i) < end)
                        .mapToDouble(i -> odds[i])
                        .average()
                        .orElse(0)
                > 0;
    }

    /** Of each frame of the clip, the logarithm of the odds that it is photographed. */
    private double[] filmed() {
        if (filmed.isEmpty()) {
            FilmedOdds odds = config().confidence().filmed();
            try (NDArray tokens = embeddings.reshape(
                            frames(), tokensPerFrame(), config().decoder().hidden());
                    NDArray means = tokens.mean(new int[] {1})) {
                float[] values = means.toFloatArray();
                filmed = Optional.of(IntStream.range(0, clip.frames().count())
                        .mapToDouble(frame -> odds.of(values, frame))
                        .toArray());
            }
        }
        return filmed.get();
    }

    /**
     * Has prompts tell another length of the clip than it has, as the published evaluation does with what annotations say.
     *
     * @param seconds word for word; empty for the clip's own
     */
    public void tellSeconds(Optional<String> seconds) {
        this.toldSeconds = seconds;
    }

    /** The length that prompts tell in place of the clip's own. */
    public Optional<String> toldSeconds() {
        return toldSeconds;
    }

    /** What is set of the model that looks. */
    public ModelConfig config() {
        return model.config();
    }

    /** How many frames the model is given: those of the clip, the last one repeated to a multiple of 4. */
    public int frames() {
        return (clip.frames().count() + FRAME_MULTIPLE - 1) / FRAME_MULTIPLE * FRAME_MULTIPLE;
    }

    /** A frame as it went by, small; empty if it was not made so. */
    Optional<Miniature> miniature(int frame) {
        return frame < miniatures.size() ? Optional.of(miniatures.get(frame)) : Optional.empty();
    }

    /** Bytes of Java's memory that the small pictures take up; 0 where there are none yet. */
    public long miniatureBytes() {
        return miniatures.stream().mapToLong(Miniature::bytes).sum();
    }

    /** How many pictures were read and looked at for this session: what other sessions, or earlier ones, have seen was taken from them. */
    public int framesLookedAt() {
        return framesLookedAt;
    }

    /** Visual tokens that the model is given of each frame, before it drops any. */
    public int tokensPerFrame() {
        return model.config().tokensPerFrame();
    }

    /**
     * Writes what was seen of the frames into a file, for {@link TimeViper#reopen} in this process or another.
     *
     * @param origin what the frames are of, and which model looked at them
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    public void keepEmbeddings(Path file, String origin) throws IOException {
        StoredArrays.write(
                file,
                embeddingsOf(origin),
                Map.of(EMBEDDINGS, embeddings),
                model.network().kernels());
    }

    private NDArray recallEmbeddings(Path file, String origin) {
        try (StoredArrays stored = StoredArrays.open(file, embeddingsOf(origin))) {
            return stored.read(
                    EMBEDDINGS,
                    memory,
                    (long) frames() * tokensPerFrame(),
                    config().decoder().hidden());
        }
    }

    private Map<String, String> embeddingsOf(String origin) {
        return Map.of(
                "format",
                "timeviper visual embeddings, version 1",
                "kernels",
                model.network().kernels().fingerprint(),
                "origin",
                origin);
    }

    /** Bytes of native memory that the embeddings take up, which are held from the beginning to the end. */
    public long embeddingBytes() {
        return Float.BYTES * embeddings.size();
    }

    /**
     * Writes what the prompts have in common into a file, for {@link #recallPrefix} in this process or another.
     *
     * @param origin as in {@link #keepEmbeddings}
     * @return false, and nothing is written, if no prompt has been put yet
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    public boolean keepPrefix(Path file, String origin) throws IOException {
        if (prefix.isEmpty()) {
            return false;
        }
        decoder().keep(prefix.get(), file, prefixOf(origin));
        return true;
    }

    /**
     * Reads what another session has {@linkplain #keepPrefix kept}, in place of computing it with the first prompt. If it cannot be, this session is as it was.
     *
     * @throws CheckpointException when there is none, or it is damaged, or of something else, or was computed otherwise
     */
    public void recallPrefix(Path file, String origin) {
        PromptPrefix recalled = decoder()
                .recall(
                        file,
                        prefixOf(origin),
                        model.textBefore().length,
                        embeddings.getShape().get(0));
        releasePrefix();
        prefix = Optional.of(recalled);
    }

    private Map<String, String> prefixOf(String origin) {
        return Map.of(
                "origin",
                origin,
                "precision",
                model.network().options().precision().name(),
                "text before the frames",
                Arrays.toString(model.textBefore()));
    }

    /** Bytes of native memory that what prompts have in common takes up; 0 before the first prompt. */
    public long prefixBytes() {
        return prefix.map(PromptPrefix::bytes).orElse(0L);
    }

    /** Frees what prompts have in common; the next prompt computes it again. */
    public void releasePrefix() {
        prefix.ifPresent(PromptPrefix::close);
        prefix = Optional.empty();
    }

    /**
     * Lets whoever began a task with several prompts give it up.
     *
     * @param givenUp asked before every token, and before every layer while a prompt is read; from when it says yes on, {@link #generate} ends with a {@link
     *     CancellationException}
     */
    public void endWhen(BooleanSupplier givenUp) {
        this.givenUp = givenUp;
    }

    /**
     * Puts a prompt to the model.
     *
     * @param instruction what the user says after the frames
     * @param lead the first words of the answer, put into the model's mouth; empty for none. Not part of the returned text
     * @param options length, sampling, cancellation
     * @param listener hears the text as it is generated
     * @return the generated text
     * @throws CancellationException if the session is {@linkplain #endWhen given up}
     */
    public Generation generate(String instruction, String lead, GenerationOptions options, TokenListener listener) {
        Generation generated = generated(new Prompt(instruction, lead, options, listener).endedBy(this::isGivenUp));
        requireWanted();
        return generated;
    }

    private Generation generated(Prompt prompt) {
        PrefillListener cancellation = cancellation(prompt.options().cancelled());
        try (Prefilled read = decoder()
                .instruct(prefix(cancellation), textAfter(prompt.instruction(), prompt.lead()), cancellation)) {
            return model.generator().generate(read, prompt.options(), prompt.listener());
        } catch (CancellationException e) {
            return CANCELLED;
        }
    }

    /**
     * Puts several prompts to the model together: every weight is read once for the next token of all of them, which is sooner done than one after the other. Each is answered as {@link
     * #generate} answers it. {@link SessionBatch} does so with prompts about several clips.
     *
     * @param prompts each with its own length, sampling, cancellation and listener; while they are read, they can only be cancelled all together
     * @return the generated texts in the same order
     * @throws CancellationException if the session is {@linkplain #endWhen given up}
     */
    public List<Generation> generateAll(List<Prompt> prompts) {
        return new SessionBatch(List.of(this)).generateAll(List.of(prompts)).getFirst();
    }

    /**
     * Draws several answers to each of several prompts; see {@link SessionBatch#drawAll}.
     *
     * @param instructions what the user says after the frames
     * @param draws how many for each, at least 1
     * @param maxTokens of each answer
     * @return the answers to each
     * @throws CancellationException if the session is {@linkplain #endWhen given up}
     */
    public List<List<DrawnAnswer>> drawAll(List<String> instructions, int draws, int maxTokens) {
        return new SessionBatch(List.of(this))
                .drawAll(List.of(instructions), draws, maxTokens)
                .getFirst();
    }

    /**
     * How likely the model finds answers that are given.
     *
     * @param instruction what the user says after the frames
     * @param lead the first words of the answer; empty for none
     * @param answers what follows them
     * @param whole whether each is to be all of the answer; else what the answer begins with
     * @return of each the probability, 0 to 1
     * @throws CancellationException if the session is {@linkplain #endWhen given up}
     */
    public List<Double> probabilities(String instruction, String lead, List<String> answers, boolean whole) {
        PrefillListener cancellation = cancellation(givenUp);
        try (Prefilled read = decoder().instruct(prefix(cancellation), textAfter(instruction, lead), cancellation)) {
            return Arrays.stream(model.generator().logProbabilities(read, answers, whole))
                    .mapToObj(Math::exp)
                    .toList();
        }
    }

    boolean isGivenUp() {
        return givenUp.getAsBoolean();
    }

    void requireWanted() {
        if (isGivenUp()) {
            throw new CancellationException("what was asked of the model was given up");
        }
    }

    long[] textAfter(String instruction, String lead) {
        return model.textAfter(instruction, lead);
    }

    /**
     * Reads a prompt once more, together with the answer that the model gave to it, and tells how the tokens at which the answer was
     * chosen weigh those before them; see {@link Decoder#retrace}. Later prompts are answered as if this had not been.
     *
     * @param instruction what the user said after the frames
     * @param lead the first words of the answer that were put into the model's mouth; empty for none
     * @param answer the generated token ids, at least one; its last is not fed, but was chosen
     * @param rows hears the rows
     */
    public void retrace(String instruction, String lead, List<Integer> answer, MixingListener rows) {
        if (answer.isEmpty()) {
            throw new IllegalArgumentException("an answer without a token cannot be traced");
        }
        long[] fed = answer.subList(0, answer.size() - 1).stream()
                .mapToLong(Integer::longValue)
                .toArray();
        long[] after = textAfter(instruction, lead);
        decoder().retrace(model.textBefore(), embeddings, after, fed, PrefillListener.none(), rows);
    }

    PromptPrefix prefix(PrefillListener listener) {
        readFrames(List.of(this), listener);
        return prefix.orElseThrow();
    }

    /** Computes what prompts have in common, of those sessions together of which it is not known yet. */
    static void readFrames(List<VideoSession> sessions, PrefillListener listener) {
        List<VideoSession> unread =
                sessions.stream().filter(session -> session.prefix.isEmpty()).toList();
        if (unread.isEmpty()) {
            return;
        }
        List<PromptPrefix> read = unread.getFirst()
                .decoder()
                .prefixes(
                        unread.getFirst().model.textBefore(),
                        unread.stream().map(session -> session.embeddings).toList(),
                        listener);
        for (int i = 0; i < read.size(); i++) {
            unread.get(i).prefix = Optional.of(read.get(i));
        }
    }

    TimeViper model() {
        return model;
    }

    /** (frames · tokens of a frame, hidden), float32. */
    NDArray embeddings() {
        return embeddings;
    }

    private Decoder decoder() {
        return model.network().decoder();
    }

    static PrefillListener cancellation(BooleanSupplier cancelled) {
        return new PrefillListener() {
            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    @Override
    public void close() {
        releasePrefix();
        memory.close();
    }
}
