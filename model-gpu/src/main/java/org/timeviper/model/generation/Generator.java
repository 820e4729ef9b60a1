package org.timeviper.model.generation;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.text.Tokenizer;

/** Generates an answer token by token from a prompt that has been read. Immutable. */
public final class Generator {
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final Set<Integer> stops;

    /** @param stops token ids at which an answer ends */
    public Generator(Decoder decoder, Tokenizer tokenizer, List<Integer> stops) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.stops = Set.copyOf(stops);
    }

    /**
     * Generates until a stop token, the limit, cancellation, or an answer that only repeats itself.
     *
     * @param prompt its state goes on by the generated tokens, those included that a repetition has too many
     * @param listener hears exactly the text that is returned; see {@link TokenListener}
     * @throws ModelException if what the model computes is not a number
     */
    public Generation generate(Prefilled prompt, GenerationOptions options, TokenListener listener) {
        ToIntFunction<float[]> choice = choice(options.sampling());
        GrowingAnswer answer = new GrowingAnswer(tokenizer, listener);
        float[] logits = prompt.logits();
        while (answer.length() < options.maxTokens()) {
            if (options.cancelled().getAsBoolean()) {
                return answer.end(StopReason.CANCELLED);
            }
            if (answer.length() > 0) {
                logits = decoder.step(prompt.state(), answer.lastToken());
            }
            int token = choice.applyAsInt(logits);
            double logProbability = Logits.logProbability(logits, token);
            requireNumber(logProbability);
            if (stops.contains(token)) {
                return answer.endWith(token, logProbability);
            }
            answer.add(token, logProbability);
            if (answer.repeats()) {
                return answer.endOnce();
            }
        }
        return answer.end(StopReason.LENGTH);
    }

    /**
     * Draws several answers, spread as evenly over all answers as their number allows; see {@link AnswerTree}.
     *
     * @param prompt stays as it is
     * @param draws how many, at least 1
     * @param maxTokens of each
     * @param cancelled asked before every step
     * @return the different ones among them, in no particular order
     * @throws java.util.concurrent.CancellationException if it is cancelled
     * @throws ModelException if what the model computes is not a number
     */
    public List<DrawnAnswer> draw(Prefilled prompt, int draws, int maxTokens, BooleanSupplier cancelled) {
        AnswerTree.Growth growth = new AnswerTree.Growth(maxTokens, stops, cancelled);
        return new AnswerTree(decoder, tokenizer, growth).draw(prompt, draws);
    }

    static void requireNumber(double logProbability) {
        if (Double.isNaN(logProbability)) {
            throw new ModelException("what the model computes is not a number: its weights are damaged, or belong to"
                    + " another config.json; fetch the checkpoint again");
        }
    }

    private static ToIntFunction<float[]> choice(Sampling sampling) {
        return switch (sampling) {
            case Sampling.Greedy greedy -> Logits::likeliest;
            case Sampling.Nucleus nucleus -> {
                Random random = new Random(nucleus.seed());
                yield logits -> Logits.draw(logits, nucleus, random);
            }
        };
    }
}
