package org.timeviper.model.generation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.timeviper.model.decoder.NextToken;

/** An answer whose tokens are chosen one after the other, for good. For one thread. */
final class TokenByToken implements Turn {
    private static final List<Integer> ONE_SEQUENCE = List.of(0);

    private final GrowingAnswer answer;
    private final AnswerEnd end;
    private final GenerationOptions options;
    private final Function<float[], NextToken> choice;

    /** @param choice of the next token */
    TokenByToken(GrowingAnswer answer, AnswerEnd end, GenerationOptions options, Function<float[], NextToken> choice) {
        this.answer = answer;
        this.end = end;
        this.options = options;
        this.choice = choice;
    }

    /** Whether its next token is the likeliest one, always. */
    boolean isGreedy() {
        return options.sampling() instanceof Sampling.Greedy;
    }

    @Override
    public Optional<Generation> givenUp() {
        return options.cancelled().getAsBoolean() ? Optional.of(answer.end(StopReason.CANCELLED)) : Optional.empty();
    }

    @Override
    public Optional<Generation> hear(List<float[]> logits) {
        return hear(logits.getFirst());
    }

    /** Goes on by the token that is chosen from these logits. */
    Optional<Generation> hear(float[] logits) {
        return hear(choice.apply(logits));
    }

    /** Goes on by a token that was chosen elsewhere. */
    Optional<Generation> hear(NextToken next) {
        return end.goOn(answer, next);
    }

    @Override
    public List<Integer> sequences() {
        return ONE_SEQUENCE;
    }

    @Override
    public List<Integer> lastTokens() {
        return List.of(lastToken());
    }

    int lastToken() {
        return answer.lastToken();
    }
}
