package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.text.TextStream;
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
     * Generates until a stop token, the limit, or cancellation.
     *
     * @param prompt its state goes on by the generated tokens
     * @throws ModelException if what the model computes is not a number
     */
    public Generation generate(Prefilled prompt, GenerationOptions options, TokenListener listener) {
        ToIntFunction<float[]> choice = choice(options.sampling());
        TextStream stream = new TextStream(tokenizer);
        StringBuilder text = new StringBuilder();
        List<Integer> tokens = new ArrayList<>();
        double logProbability = 0;
        StopReason reason = StopReason.LENGTH;
        float[] logits = prompt.logits();
        while (tokens.size() < options.maxTokens()) {
            if (options.cancelled().getAsBoolean()) {
                reason = StopReason.CANCELLED;
                break;
            }
            if (!tokens.isEmpty()) {
                logits = decoder.step(prompt.state(), tokens.getLast());
            }
            int token = choice.applyAsInt(logits);
            tokens.add(token);
            logProbability += Logits.logProbability(logits, token);
            requireNumber(logProbability);
            if (stops.contains(token)) {
                reason = StopReason.STOP_TOKEN;
                break;
            }
            tell(stream.add(token), text, listener);
        }
        tell(stream.finish(), text, listener);
        double confidence = tokens.isEmpty() ? 0 : Math.exp(logProbability / tokens.size());
        return new Generation(text.toString(), tokens, reason, confidence);
    }

    private static void requireNumber(double logProbability) {
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

    private static void tell(String piece, StringBuilder text, TokenListener listener) {
        if (!piece.isEmpty()) {
            text.append(piece);
            listener.onText(piece);
        }
    }
}
