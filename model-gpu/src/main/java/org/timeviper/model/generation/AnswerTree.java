package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.text.Tokenizer;

/**
 * Draws answers with arithmetic sampling (Vilnis et al., 2023): all answers, in the order of their tokens' ids, divide the line from 0 to 1 among them by their probabilities, and
 * as many evenly spaced points as there are draws each fall into an answer. So every answer is drawn as often as it is likely, to within one draw at the most at each fork; the same
 * answers are drawn every time; and what several of them begin with is computed once.
 *
 * <p>The trees of several prompts grow together, by a token of every branch at a time. Not for several threads.
 */
final class AnswerTree {
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final Growth growth;
    private final List<Leaf> leaves = new ArrayList<>();

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
     * @param prompt the number of the prompt that they answer
     * @param parent the row of the batch in which the tokens but the last are
     * @param said the tokens up to here
     * @param probability of these tokens
     * @param first the first point's number among all of the prompt
     * @param points where the points lie in the part of the line that these tokens have, 0 to 1, rising
     */
    private record Branch(int prompt, int parent, List<Integer> said, double probability, int first, double[] points) {

        Branch by(int row, int token, double itsProbability, int from, double[] itsPoints) {
            List<Integer> longer = new ArrayList<>(said);
            longer.add(token);
            return new Branch(prompt, row, longer, probability * itsProbability, first + from, itsPoints);
        }

        int lastToken() {
            return said.getLast();
        }
    }

    private record Leaf(Branch branch, DrawnAnswer answer) {}

    AnswerTree(Decoder decoder, Tokenizer tokenizer, Growth growth) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.growth = growth;
    }

    /**
     * @param prompts at least one
     * @param draws for each
     * @return of each the different answers, as they lie on the line
     */
    List<List<DrawnAnswer>> draw(List<Prefilled> prompts, int draws) {
        double[] points = new double[draws];
        Arrays.setAll(points, i -> (i + 0.5) / draws);
        List<Branch> branches = IntStream.range(0, prompts.size())
                .mapToObj(prompt -> new Branch(prompt, prompt, List.of(), 1, 0, points))
                .toList();
        float[][] logits = prompts.stream().map(Prefilled::logits).toArray(float[][]::new);
        try (DecoderBatch batch = decoder.batch(prompts)) {
            branches = grown(branches, logits);
            while (!branches.isEmpty()) {
                if (growth.cancelled().getAsBoolean()) {
                    throw new CancellationException("what was asked of the model was given up");
                }
                batch.keep(branches.stream().map(Branch::parent).toList());
                long[] tokens = branches.stream().mapToLong(Branch::lastToken).toArray();
                branches = grown(branches, decoder.step(batch, tokens));
            }
        }
        return IntStream.range(0, prompts.size()).mapToObj(this::answersTo).toList();
    }

    private List<DrawnAnswer> answersTo(int prompt) {
        return leaves.stream()
                .filter(leaf -> leaf.branch().prompt() == prompt)
                .sorted(Comparator.comparingInt(leaf -> leaf.branch().first()))
                .map(Leaf::answer)
                .toList();
    }

    /** Branches that are longer by a token; those that have ended become leaves. */
    private List<Branch> grown(List<Branch> branches, float[][] logits) {
        List<Branch> longer = new ArrayList<>();
        for (int row = 0; row < branches.size(); row++) {
            for (Branch branch : divided(branches.get(row), row, logits[row])) {
                if (growth.stops().contains(branch.lastToken())) {
                    end(branch.said().subList(0, branch.said().size() - 1), branch);
                } else if (branch.said().size() == growth.maxTokens()) {
                    end(branch.said(), branch);
                } else {
                    longer.add(branch);
                }
            }
        }
        return longer;
    }

    private void end(List<Integer> words, Branch branch) {
        DrawnAnswer answer = new DrawnAnswer(tokenizer.decode(words), branch.points().length, branch.probability());
        leaves.add(new Leaf(branch, answer));
    }

    private static List<Branch> divided(Branch branch, int row, float[] logits) {
        List<Branch> parts = new ArrayList<>();
        int first = 0;
        for (LinePart part : LinePart.divide(logits, branch.points())) {
            parts.add(branch.by(row, part.token(), part.probability(), first, part.points()));
            first += part.points().length;
        }
        return parts;
    }
}
