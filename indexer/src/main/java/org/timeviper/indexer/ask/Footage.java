package org.timeviper.indexer.ask;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.Unlocated;

/** The frames of indexed films, and the model that looks at them. */
public interface Footage {

    /**
     * What a look has found.
     *
     * @param answer the model's answer
     * @param seen what was looked at: the stretch, or more of the film, where the question asks for what comes before or after it
     * @param framesSeen how many frames the model looked at
     * @param framesTotal how many frames the film has there
     */
    record Look(Answer answer, Span seen, long framesSeen, long framesTotal) {}

    /**
     * Where the thing that a question is about is in a stretch.
     *
     * @param clip what to put the question to; empty if it is not seen
     * @param unlocated what is known of it then
     * @param framesSeen how many frames the model looked at to find it
     * @param framesTotal how many frames the film has in that stretch
     */
    record Located(Optional<Span> clip, Optional<Unlocated> unlocated, long framesSeen, long framesTotal) {}

    /**
     * Tells whether there can be answers of which the model is not sure enough; then whoever hears an answer as it is generated must not pass it on before it is known whole.
     *
     * @throws org.timeviper.model.config.ModelException when the model's configuration is missing or wrong
     */
    boolean canBeUnsure();

    /**
     * Looks in a stretch of film for the one thing that a question is about, before it is put there. May wait for its turn.
     *
     * @param videoId an indexed video
     * @param stretch of it
     * @param only whether the question is put to nothing else
     * @param question the question
     * @param givenUp asked all the time whether the question is given up; then this ends with a {@link java.util.concurrent.CancellationException}
     * @return empty if the model is not to look for things first, if the question is not about one, or if there is nothing to choose from: a single window, and no question for what is behind the thing
     */
    Optional<Located> locate(String videoId, Span stretch, boolean only, String question, BooleanSupplier givenUp);

    /**
     * Puts a question to a stretch of film. May wait for its turn.
     *
     * @param videoId an indexed video
     * @param start first second
     * @param end last second
     * @param asked the question
     * @param givenUp asked all the time whether the question is given up; then this ends with a {@link java.util.concurrent.CancellationException}
     * @param listener hears the model's words as they are generated, sure or not; an exception from it ends the generation and comes out of this method
     */
    Look ask(String videoId, double start, double end, Asked asked, BooleanSupplier givenUp, TokenListener listener);
}
