package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.NextToken;

/** Answers to several prompts on their way together: each has a row of the batch until it ends. */
final class AnswersTogether {
    private final Decoder decoder;
    private final DecoderBatch batch;
    private final List<Turn> turns;
    private final Generation[] answers;
    /** Of each row of the batch the prompt that it answers. */
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
        this.open = IntStream.range(0, turns.size()).boxed().toList();
    }

    /** @param first logits of each prompt */
    List<Generation> generate(List<float[]> first) {
        leaveWhere(row -> turn(row).givenUp());
        leaveWhere(row -> turn(row).hear(turn(row).choose(first.get(open.get(row)))));
        while (!open.isEmpty()) {
            leaveWhere(row -> turn(row).givenUp());
            if (!open.isEmpty()) {
                List<NextToken> next = step();
                leaveWhere(row -> turn(row).hear(next.get(row)));
            }
        }
        return Arrays.asList(answers);
    }

    /** Of each row the next token. Logits of the whole vocabulary are fetched from the device only where one is drawn from them. */
    private List<NextToken> step() {
        if (decoder.isOnDevice(batch) && open.stream().map(turns::get).allMatch(Turn::isGreedy)) {
            return decoder.greedyStep(batch, lastTokens());
        }
        float[][] logits = decoder.step(batch, lastTokens());
        return IntStream.range(0, logits.length)
                .mapToObj(row -> turn(row).choose(logits[row]))
                .toList();
    }

    private void leaveWhere(IntFunction<Optional<Generation>> ended) {
        List<Integer> staying = new ArrayList<>();
        for (int row = 0; row < open.size(); row++) {
            Optional<Generation> answer = ended.apply(row);
            if (answer.isPresent()) {
                answers[open.get(row)] = answer.get();
            } else {
                staying.add(row);
            }
        }
        if (!staying.isEmpty()) {
            batch.keep(staying);
        }
        open = staying.stream().map(open::get).toList();
    }

    private Turn turn(int row) {
        return turns.get(open.get(row));
    }

    private long[] lastTokens() {
        return open.stream().mapToLong(prompt -> turns.get(prompt).lastToken()).toArray();
    }
}
