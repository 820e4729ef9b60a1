package org.timeviper.model;

import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;

/**
 * One stretch of film, looked at once and asked about many times: what the prompts have in common (the text before the frames, and
 * the frames) is computed once.
 *
 * <p>For one thread at a time. Holds native memory until {@link #close()}.
 */
public final class VideoSession implements AutoCloseable {
    private final Clip clip;

    VideoSession(Clip clip) {
        this.clip = clip;
    }

    /** The film's stretch that this session is about. */
    public Clip clip() {
        return clip;
    }

    /** How many frames the model is given: those of the clip, the last one repeated to a multiple of 4. */
    public int frames() {
        return (clip.frames().size() + 3) / 4 * 4;
    }

    /**
     * Puts a prompt to the model.
     *
     * @param instruction what the user says after the frames
     * @param lead the first words of the answer, put into the model's mouth; empty for none. Not part of the returned text
     * @param options length, sampling, cancellation
     * @param listener hears the text as it is generated
     * @return the generated text
     */
    public Generation generate(String instruction, String lead, GenerationOptions options, TokenListener listener) {
        throw new IllegalStateException(
                "no model behind this session: " + clip.frames().size() + " frames");
    }

    @Override
    public void close() {}
}
