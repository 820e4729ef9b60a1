package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.NextToken;

/** Answers to several prompts on their way together: each has rows of the batch, side by side, for its sequences until it ends. */
final class AnswersTogether {
    private final Decoder decoder;
    private final DecoderBatch batch;
    private final List<Turn> turns;
    private final Generation[] answers;
    /** Of each prompt the row of the batch at which its own begin. */
    private final int[] firstRows;
    /** The prompts that are still answered, in the order of their rows. */
    private List<Integer> open;

    /**
     * @param batch of the prompts
     * @param turns one a prompt
     */
    AnswersTogether(Decoder decoder, DecoderBatch batch, List<Turn> turns) {
        this.decoder = decoder;
        this.batch = batch;
        this.turns = turns;
        this.answers = new Generation[turns.size()];
        this.firstRows = IntStream.range(0, turns.size()).toArray();
        this.open = IntStream.range(0, turns.size()).boxed().toList();
    }

    /** @param first logits of each prompt */
    List<Generation> generate(List<float[]> first) {
        leaveWhere(prompt -> turns.get(prompt).givenUp());
        leaveWhere(prompt -> turns.get(prompt).hear(List.of(first.get(prompt))));
        leaveWhere(prompt -> turns.get(prompt).givenUp());
        while (!open.isEmpty()) {
            keepWhatGoesOn();
            step();
            leaveWhere(prompt -> turns.get(prompt).givenUp());
        }
        return Arrays.asList(answers);
    }

    private void leaveWhere(Function<Integer, Optional<Generation>> ended) {
        open = open.stream()
                .filter(prompt -> {
                    Optional<Generation> answer = ended.apply(prompt);
                    answer.ifPresent(one -> answers[prompt] = one);
                    return answer.isEmpty();
                })
                .toList();
    }

    private void keepWhatGoesOn() {
        List<Integer> rows = new ArrayList<>();
        for (int prompt : open) {
            int before = firstRows[prompt];
            firstRows[prompt] = rows.size();
            turns.get(prompt).sequences().forEach(sequence -> rows.add(before + sequence));
        }
        batch.keep(rows);
    }

    /** Logits of the whole vocabulary are fetched from the device only where more is wanted of them than the likeliest. */
    private void step() {
        long[] tokens = open.stream()
                .flatMap(prompt -> turns.get(prompt).lastTokens().stream())
                .mapToLong(Integer::longValue)
                .toArray();
        if (decoder.isOnDevice(batch)
                && open.stream().allMatch(prompt -> greedy(prompt).isPresent())) {
            List<NextToken> next = decoder.greedyStep(batch, tokens);
            leaveWhere(prompt -> greedy(prompt).orElseThrow().hear(next.get(firstRows[prompt])));
        } else {
            List<float[]> logits = Arrays.asList(decoder.step(batch, tokens));
            leaveWhere(prompt -> turns.get(prompt).hear(ownOf(prompt, logits)));
        }
    }

    private Optional<TokenByToken> greedy(int prompt) {
        return turns.get(prompt) instanceof TokenByToken turn && turn.isGreedy() ? Optional.of(turn) : Optional.empty();
    }

    private List<float[]> ownOf(int prompt, List<float[]> logits) {
        int first = firstRows[prompt];
        return logits.subList(first, first + turns.get(prompt).sequences().size());
    }
}
