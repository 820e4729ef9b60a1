package org.timeviper.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
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
import org.timeviper.model.tensor.Workspace;

/**
 * One stretch of film, looked at once and asked about many times: what the prompts have in common (the text before the frames, and
 * the frames) is computed with the first prompt and serves all others, as deep as it does not depend on the instruction.
 *
 * <p>For one thread at a time. Holds native memory until {@link #close()}.
 */
public final class VideoSession implements AutoCloseable {
    /** The model was trained on frames in multiples of this. */
    private static final int FRAME_MULTIPLE = 4;

    private final TimeViper model;
    private final Clip clip;
    private final Workspace memory;
    private final NDArray embeddings;
    private Optional<PromptPrefix> prefix = Optional.empty();
    private volatile BooleanSupplier givenUp = () -> false;

    /** @param givenUp asked before every batch of frames */
    VideoSession(TimeViper model, Clip clip, BooleanSupplier givenUp) {
        this.model = model;
        this.clip = clip;
        this.memory = model.network().kernels().workspace();
        try {
            this.embeddings = model.network().look(memory, clip.frames(), frames(), givenUp);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** The film's stretch that this session is about. */
    public Clip clip() {
        return clip;
    }

    /** What is set of the model that looks. */
    public ModelConfig config() {
        return model.config();
    }

    /** How many frames the model is given: those of the clip, the last one repeated to a multiple of 4. */
    public int frames() {
        return (clip.frames().count() + FRAME_MULTIPLE - 1) / FRAME_MULTIPLE * FRAME_MULTIPLE;
    }

    /** Visual tokens that the model is given of each frame, before it drops any. */
    public int tokensPerFrame() {
        return model.config().tokensPerFrame();
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
        BooleanSupplier ends =
                () -> givenUp.getAsBoolean() || options.cancelled().getAsBoolean();
        Generation generated = generate(
                instruction,
                lead,
                new GenerationOptions(options.maxTokens(), options.sampling(), ends),
                listener,
                cancellation(ends));
        if (givenUp.getAsBoolean()) {
            throw new CancellationException("what was asked of the model was given up");
        }
        return generated;
    }

    private Generation generate(
            String instruction,
            String lead,
            GenerationOptions options,
            TokenListener listener,
            PrefillListener cancellation) {
        long[] after = model.textAfter(instruction, lead);
        try (Prefilled prompt = decoder().instruct(prefix(cancellation), after, cancellation)) {
            return model.generator().generate(prompt, options, listener);
        } catch (CancellationException e) {
            return new Generation("", List.of(), StopReason.CANCELLED);
        }
    }

    /**
     * Draws several answers to a prompt; see {@link org.timeviper.model.generation.Generator#draw}.
     *
     * @param instruction what the user says after the frames
     * @param draws how many, at least 1
     * @param maxTokens of each answer
     * @throws CancellationException if the session is {@linkplain #endWhen given up}
     */
    public List<DrawnAnswer> draw(String instruction, int draws, int maxTokens) {
        PrefillListener cancellation = cancellation(givenUp);
        long[] after = model.textAfter(instruction, "");
        try (Prefilled prompt = decoder().instruct(prefix(cancellation), after, cancellation)) {
            return model.generator().draw(prompt, draws, maxTokens, givenUp);
        }
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
        long[] after = model.textAfter(instruction, lead);
        decoder().retrace(model.textBefore(), embeddings, after, fed, PrefillListener.none(), rows);
    }

    private PromptPrefix prefix(PrefillListener listener) {
        if (prefix.isEmpty()) {
            prefix = Optional.of(decoder().prefix(model.textBefore(), embeddings, listener));
        }
        return prefix.get();
    }

    private Decoder decoder() {
        return model.network().decoder();
    }

    private static PrefillListener cancellation(BooleanSupplier cancelled) {
        return new PrefillListener() {
            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    @Override
    public void close() {
        prefix.ifPresent(PromptPrefix::close);
        prefix = Optional.empty();
        memory.close();
    }
}
