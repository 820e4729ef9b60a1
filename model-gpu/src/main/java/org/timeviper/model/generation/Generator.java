package org.timeviper.model.generation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
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
     * @param prompt its state goes on by the generated tokens, those included that a repetition has too many; it stays as it is where they are searched by a beam
     * @param listener hears exactly the text that is returned; see {@link TokenListener}
     * @throws ModelException if what the model computes is not a number
     */
    public Generation generate(Prefilled prompt, GenerationOptions options, TokenListener listener) {
        return switch (Turn.of(tokenizer, stops, options, listener)) {
            case TokenByToken turn -> generate(prompt, turn);
            case BeamSearch search ->
                generateAll(List.of(prompt), List.of(search)).getFirst();
        };
    }

    private Generation generate(Prefilled prompt, TokenByToken turn) {
        Optional<Generation> ended = turn.givenUp().or(() -> turn.hear(prompt.logits()));
        while (ended.isEmpty()) {
            ended = turn.givenUp().or(() -> turn.hear(decoder.step(prompt.state(), turn.lastToken())));
        }
        return ended.get();
    }

    /**
     * Generates the answers to several prompts together, each as {@link #generate} does: every weight is read once for the next token of all of them, and an answer that has ended leaves.
     *
     * @param asked at least one; the prompts stay as they are
     * @return the answers in the same order
     * @throws IllegalArgumentException if none is asked
     * @throws ModelException if what the model computes is not a number
     */
    public List<Generation> generateAll(List<Asked> asked) {
        List<Turn> turns = asked.stream()
                .map(one -> Turn.of(tokenizer, stops, one.options(), one.listener()))
                .toList();
        return generateAll(asked.stream().map(Asked::prompt).toList(), turns);
    }

    private List<Generation> generateAll(List<Prefilled> prompts, List<Turn> turns) {
        try (DecoderBatch batch = decoder.batch(prompts)) {
            return new AnswersTogether(decoder, batch, turns)
                    .generate(prompts.stream().map(Prefilled::logits).toList());
        }
    }

    /**
     * Draws several answers to each of several prompts, spread as evenly over all answers as their number allows; see {@link AnswerTree}. All go together, so that it needs memory for as many
     * sequences as there are different answers to all prompts.
     *
     * @param prompts at least one; they stay as they are
     * @param draws how many for each, at least 1
     * @param maxTokens of each
     * @param cancelled asked before every step
     * @return of each prompt the different ones among them
     * @throws IllegalArgumentException if there is no prompt
     * @throws java.util.concurrent.CancellationException if it is cancelled
     * @throws ModelException if what the model computes is not a number
     */
    public List<List<DrawnAnswer>> draw(List<Prefilled> prompts, int draws, int maxTokens, BooleanSupplier cancelled) {
        AnswerTree.Growth growth = new AnswerTree.Growth(maxTokens, stops, cancelled);
        return new AnswerTree(decoder, tokenizer, growth).draw(prompts, draws);
    }

    /**
     * How likely the model finds answers that are given.
     *
     * @param prompt stays as it is
     * @param answers in words
     * @param whole whether each is to be all of the answer; else what the answer begins with
     * @return of each the natural logarithm of its probability
     * @throws ModelException if what the model computes is not a number
     */
    public double[] logProbabilities(Prefilled prompt, List<String> answers, boolean whole) {
        List<long[]> tokens = answers.stream().map(tokenizer::encode).toList();
        return new GivenAnswers(decoder, tokens, stops, whole).logProbabilities(prompt);
    }

    static void requireNumber(double logProbability) {
        if (Double.isNaN(logProbability)) {
            throw new ModelException("what the model computes is not a number: its weights are damaged, or belong to"
                    + " another config.json; fetch the checkpoint again");
        }
    }
}
