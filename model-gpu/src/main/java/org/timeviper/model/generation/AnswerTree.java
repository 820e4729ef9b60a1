package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.text.Tokenizer;

/**
 * Draws answers with arithmetic sampling (Vilnis et al., 2023): all answers, in the order of their tokens' ids, divide the line from 0 to 1 among them by their probabilities, and
 * as many evenly spaced points as there are draws each fall into an answer. So every answer is drawn as often as it is likely, to within one draw at the most at each fork; the same
 * answers are drawn every time; and what several of them begin with is computed once.
 *
 * <p>For one prompt. Not for several threads.
 */
final class AnswerTree {
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final Growth growth;
    private final List<DrawnAnswer> answers = new ArrayList<>();

    /**
     * How far it grows.
     *
     * @param maxTokens of an answer
     * @param stops tokens that end one
     * @param cancelled asked before every step
     */
    record Growth(int maxTokens, Set<Integer> stops, BooleanSupplier cancelled) {}

    /**
     * Some points that go on together.
     *
     * @param said the tokens up to here
     * @param probability of these tokens
     * @param points where the points lie in the part of the line that these tokens have, 0 to 1, rising
     */
    private record Branch(List<Integer> said, double probability, double[] points) {

        Branch by(int token, double itsProbability, double[] itsPoints) {
            List<Integer> longer = new ArrayList<>(said);
            longer.add(token);
            return new Branch(longer, probability * itsProbability, itsPoints);
        }
    }

    AnswerTree(Decoder decoder, Tokenizer tokenizer, Growth growth) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.growth = growth;
    }

    List<DrawnAnswer> draw(Prefilled prompt, int draws) {
        double[] points = new double[draws];
        Arrays.setAll(points, i -> (i + 0.5) / draws);
        grow(prompt, new Branch(List.of(), 1, points));
        return List.copyOf(answers);
    }

    private void grow(Prefilled at, Branch branch) {
        double[] probabilities = Logits.probabilities(at.logits());
        double[] points = branch.points();
        double below = 0;
        int first = 0;
        for (int token = 0; token < probabilities.length && first < points.length; token++) {
            double above = below + probabilities[token];
            Generator.requireNumber(above);
            int next = first;
            while (next < points.length && points[next] < above) {
                next++;
            }
            if (next > first) {
                take(at, branch.by(token, probabilities[token], stretched(points, first, next, below, above)));
            }
            below = above;
            first = next;
        }
        if (first < points.length) { // the probabilities' sum was rounded down
            int token = Logits.likeliest(at.logits());
            take(at, branch.by(token, probabilities[token], Arrays.copyOfRange(points, first, points.length)));
        }
    }

    /** The points as the part of the line between two others sees them. */
    private static double[] stretched(double[] points, int first, int next, double below, double above) {
        double[] within = Arrays.copyOfRange(points, first, next);
        Arrays.setAll(within, i -> (within[i] - below) / (above - below));
        return within;
    }

    private void take(Prefilled at, Branch branch) {
        int token = branch.said().getLast();
        if (growth.stops().contains(token)) {
            end(branch.said().subList(0, branch.said().size() - 1), branch);
        } else if (branch.said().size() == growth.maxTokens()) {
            end(branch.said(), branch);
        } else if (growth.cancelled().getAsBoolean()) {
            throw new CancellationException("what was asked of the model was given up");
        } else {
            try (Prefilled further = decoder.tried(at, token)) {
                grow(further, branch);
            }
        }
    }

    private void end(List<Integer> words, Branch branch) {
        answers.add(new DrawnAnswer(tokenizer.decode(words), branch.points().length, branch.probability()));
    }
}
