package org.timeviper.model;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.PromptTexts;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.generation.Generator;
import org.timeviper.model.text.ConversationTemplate;
import org.timeviper.model.text.Tokenizer;

/**
 * A TimeViper model on a device: immutable once loaded, and shared by all sessions and threads.
 *
 * <p>Native memory (the weights) is held until {@link #close()}; sessions must be closed before.
 *
 * <pre>{@code
 * try (TimeViper model = TimeViper.load(directory, ModelOptions.defaults());
 *         VideoSession session = model.open(new Clip(0, 12, frames))) {
 *     String answer = session.generate("What happens?", "", GenerationOptions.greedy(64), TokenListener.none()).text();
 * }
 * }</pre>
 */
public final class TimeViper implements AutoCloseable {
    private final Network network;
    private final ModelConfig config;
    private final Tokenizer tokenizer;
    private final ConversationTemplate template;
    private final Generator generator;

    private TimeViper(
            Network network,
            ModelConfig config,
            Tokenizer tokenizer,
            ConversationTemplate template,
            Generator generator) {
        this.network = network;
        this.config = config;
        this.tokenizer = tokenizer;
        this.template = template;
        this.generator = generator;
    }

    /**
     * Loads a model.
     *
     * @param directory holds {@code config.json}, a checkpoint ({@code model.safetensors}, sharded safetensors with an index, or a
     *     PyTorch zip file) and {@code tokenizer.json}
     * @param options device, precision, threads
     * @return the model; the caller closes it
     * @throws ModelException if a file is missing or does not fit; the message names the file, key or tensor and what to do
     */
    public static TimeViper load(Path directory, ModelOptions options) throws ModelException {
        Network network = Network.load(directory, options);
        return of(network, network.config(), directory);
    }

    /**
     * Loads a model, but has it told other words than its {@code config.json} says.
     *
     * @param prompts whole: of what they leave out, the usual words are used
     */
    public static TimeViper load(Path directory, ModelOptions options, PromptTexts prompts) throws ModelException {
        Network network = Network.load(directory, options);
        return of(network, network.config().withPrompts(prompts), directory);
    }

    /**
     * Loads a model, but has it drop tokens otherwise than it was trained to: to see what that costs, and what it saves.
     *
     * @param tokenDrop in place of what {@code config.json} says; {@link TokenDropConfig#NONE} to drop none
     * @throws ModelException also if the model cannot drop tokens so
     */
    public static TimeViper load(Path directory, ModelOptions options, TokenDropConfig tokenDrop)
            throws ModelException {
        Network network = Network.load(directory, options, tokenDrop);
        return of(network, network.config(), directory);
    }

    /** Takes ownership of the network. */
    private static TimeViper of(Network network, ModelConfig config, Path directory) {
        Tokenizer tokenizer = null;
        try {
            Path file = directory.resolve("tokenizer.json");
            tokenizer = Tokenizer.open(file);
            tokenizer.requireWithin(network.config().decoder().vocabulary());
            ConversationTemplate template =
                    ConversationTemplate.named(network.config().template());
            Generator generator = new Generator(network.decoder(), tokenizer, template.stops(tokenizer));
            return new TimeViper(network, config, tokenizer, template, generator);
        } catch (RuntimeException e) {
            if (tokenizer != null) {
                tokenizer.close();
            }
            network.close();
            throw e;
        }
    }

    /** What {@code config.json} says, how tokens are dropped, and what the model is told. */
    public ModelConfig config() {
        return config;
    }

    /** The config's {@code name}, or that of the directory. */
    public String name() {
        return network.config().name();
    }

    /**
     * Looks at a stretch of film: preprocessing, vision transformer, token merging, projector, batch by batch, while the next batch of
     * frames is read.
     *
     * @param clip its frames, at most {@code config().sampling().maxFrames()}
     * @return a session that holds the visual embeddings; the caller closes it
     * @throws IllegalArgumentException if there are more frames than that
     */
    public VideoSession open(Clip clip) {
        return open(clip, () -> false);
    }

    /**
     * As {@link #open(Clip)}, for a look that may be given up.
     *
     * @param givenUp asked before every batch of frames
     * @throws CancellationException if it was given up
     */
    public VideoSession open(Clip clip, BooleanSupplier givenUp) {
        return open(clip, List.of(), givenUp);
    }

    /**
     * As {@link #open(Clip, BooleanSupplier)}, but of frames that other sessions have seen no picture is read or looked at: what is seen of a frame depends on its own picture alone.
     *
     * @param seen open sessions of this model about the same pictures of the same film, in which a frame is known by when it is shown; they are needed no longer when this returns
     */
    public VideoSession open(Clip clip, List<VideoSession> seen, BooleanSupplier givenUp) {
        int most = config().sampling().maxFrames();
        if (clip.frames().count() > most) {
            throw new IllegalArgumentException(
                    "a clip of " + clip.frames().count() + " frames is too long for this model: at most " + most);
        }
        return new VideoSession(this, clip, SeenFrames.in(seen), givenUp);
    }

    /**
     * Opens a session on what an earlier one has seen, without its pictures.
     *
     * @param clip what the earlier session was about; none of its pictures is read
     * @param file where it has {@linkplain VideoSession#keepEmbeddings kept} what it saw
     * @param origin as it was given then
     * @return the caller closes it
     * @throws org.timeviper.model.checkpoint.CheckpointException when there is none, or it is damaged, or of something else, or was
     *     computed otherwise
     */
    public VideoSession reopen(Clip clip, Path file, String origin) {
        return new VideoSession(this, clip, file, origin);
    }

    /** Its layers and weights, which stay this model's. */
    public Network network() {
        return network;
    }

    Generator generator() {
        return generator;
    }

    long[] textBefore() {
        return template.before(tokenizer);
    }

    long[] textAfter(String instruction, String lead) {
        return template.after(tokenizer, instruction, lead);
    }

    @Override
    public void close() {
        tokenizer.close();
        network.close();
    }
}
