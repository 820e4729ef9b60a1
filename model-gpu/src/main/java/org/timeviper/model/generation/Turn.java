package org.timeviper.model.generation;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.timeviper.model.decoder.NextToken;
import org.timeviper.model.text.Tokenizer;

/** One answer on its way from a prompt's logits to its end, whoever computes the logits between. For one thread. */
final class Turn {
    private final GenerationOptions options;
    private final Set<Integer> stops;
    private final Function<float[], NextToken> choice;
    private final GrowingAnswer answer;

    /** @param stops token ids at which an answer ends */
    Turn(Tokenizer tokenizer, Set<Integer> stops, GenerationOptions options, TokenListener listener) {
        this.options = options;
        this.stops = stops;
        this.choice = choice(options.sampling());
        this.answer = new GrowingAnswer(tokenizer, listener);
    }

    private static Function<float[], NextToken> choice(Sampling sampling) {
        return switch (sampling) {
            case Sampling.Greedy greedy -> Logits::greedy;
            case Sampling.Nucleus nucleus -> new NucleusSampler(nucleus, new Random(nucleus.seed()))::draw;
        };
    }

    /** Whether its next token is the likeliest one, always. */
    boolean isGreedy() {
        return options.sampling() instanceof Sampling.Greedy;
    }

    /** To be asked before every step. @return the answer as it stands if nobody waits for it any more */
    Optional<Generation> givenUp() {
        return options.cancelled().getAsBoolean() ? Optional.of(answer.end(StopReason.CANCELLED)) : Optional.empty();
    }

    /** The next token, as this answer's sampling chooses it. */
    NextToken choose(float[] logits) {
        return choice.apply(logits);
    }

    /**
     * Goes on by a token.
     *
     * @return the answer if that was its last
     */
    Optional<Generation> hear(NextToken next) {
        int token = next.id();
        double logProbability = next.logProbability();
        Generator.requireNumber(logProbability);
        if (stops.contains(token)) {
            return Optional.of(answer.endWith(token, logProbability));
        }
        answer.add(token, logProbability);
        if (answer.repeats()) {
            return Optional.of(answer.endOnce());
        }
        return answer.length() < options.maxTokens() ? Optional.empty() : Optional.of(answer.end(StopReason.LENGTH));
    }

    int lastToken() {
        return answer.lastToken();
    }
}
