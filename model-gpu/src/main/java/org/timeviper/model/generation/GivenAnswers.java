package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.Prefilled;

/** Answers that are not generated but given, to hear how likely the model finds them: a token of each at a time, all together. */
final class GivenAnswers {
    private final Decoder decoder;
    private final List<long[]> answers;
    private final Set<Integer> stops;
    private final boolean whole;

    /**
     * @param answers token ids of each
     * @param stops tokens that end an answer
     * @param whole whether each is to end there; else it may go on
     */
    GivenAnswers(Decoder decoder, List<long[]> answers, Set<Integer> stops, boolean whole) {
        this.decoder = decoder;
        this.answers = answers;
        this.stops = stops;
        this.whole = whole;
    }

    /**
     * @param prompt stays as it is
     * @return of each answer the natural logarithm of its probability
     */
    double[] logProbabilities(Prefilled prompt) {
        double[] sums = new double[answers.size()];
        List<Integer> open =
                longerThan(0, IntStream.range(0, sums.length).boxed().toList());
        List<Integer> rows = Collections.nCopies(open.size(), 0);
        float[][] logits = {prompt.logits()};
        try (DecoderBatch batch = decoder.batch(List.of(prompt))) {
            for (int place = 0; !open.isEmpty(); place++) {
                for (int i = 0; i < open.size(); i++) {
                    sums[open.get(i)] += logProbability(logits[rows.get(i)], answers.get(open.get(i)), place);
                }
                List<Integer> going = longerThan(place + 1, open);
                if (!going.isEmpty()) {
                    batch.keep(going.stream().map(open::indexOf).map(rows::get).toList());
                    logits = decoder.step(batch, tokens(going, place));
                    rows = IntStream.range(0, going.size()).boxed().toList();
                }
                open = going;
            }
        }
        return sums;
    }

    private List<Integer> longerThan(int places, List<Integer> some) {
        List<Integer> longer = new ArrayList<>();
        for (int answer : some) {
            if (answers.get(answer).length + (whole ? 1 : 0) > places) {
                longer.add(answer);
            }
        }
        return longer;
    }

    private double logProbability(float[] logits, long[] answer, int place) {
        double logProbability = place < answer.length
                ? Logits.logProbability(logits, (int) answer[place])
                : Math.log(stops.stream()
                        .mapToDouble(stop -> Math.exp(Logits.logProbability(logits, stop)))
                        .sum());
        Generator.requireNumber(logProbability);
        return logProbability;
    }

    private long[] tokens(List<Integer> some, int place) {
        return some.stream().mapToLong(answer -> answers.get(answer)[place]).toArray();
    }
}
