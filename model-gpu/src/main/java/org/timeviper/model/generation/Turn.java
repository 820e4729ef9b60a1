package org.timeviper.model.generation;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.timeviper.model.text.Tokenizer;

/**
 * One answer on its way from a prompt's logits to its end, whoever computes the logits between: of one sequence at first, then of as many as it wants to go on with. For one thread.
 */
sealed interface Turn permits TokenByToken, BeamSearch {

    /** @param stops token ids at which an answer ends */
    static Turn of(Tokenizer tokenizer, Set<Integer> stops, GenerationOptions options, TokenListener listener) {
        GrowingAnswer answer = new GrowingAnswer(tokenizer, listener);
        AnswerEnd end = new AnswerEnd(stops, options.maxTokens());
        return switch (options.sampling()) {
            case Sampling.Greedy greedy -> new TokenByToken(answer, end, options, Logits::greedy);
            case Sampling.Nucleus nucleus ->
                new TokenByToken(answer, end, options, new NucleusSampler(nucleus, new Random(nucleus.seed()))::draw);
            case Sampling.Beam beam -> new BeamSearch(answer, end, options, beam.width());
        };
    }

    /** To be asked before every step. @return the answer as it stands if nobody waits for it any more */
    Optional<Generation> givenUp();

    /**
     * Goes on by a token.
     *
     * @param logits behind each of the {@link #sequences()}
     * @return the answer if that was its last
     */
    Optional<Generation> hear(List<float[]> logits);

    /** Of the sequences whose logits it has heard last, those that go on by a token each, by their places there: in a new order, perhaps, and some several times. */
    List<Integer> sequences();

    /** The token that each of the {@link #sequences()} goes on by. */
    List<Integer> lastTokens();
}
