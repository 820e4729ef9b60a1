package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How often a model is right, as a function of how sure it is that never falls: the one that comes nearest to the answers in the sense of least squares (isotonic regression by
 * pooling adjacent violators, Ayer et al. 1955). It is flat over blocks of answers.
 *
 * @param blocks by rising confidence, the share of right answers rising too; none without answers
 */
public record MonotoneFit(List<Block> blocks) {

    /**
     * Answers that lie together.
     *
     * @param confidence their mean confidence
     * @param count how many, at least one
     * @param right how many of them are right
     */
    public record Block(double confidence, int count, int right) {

        /** @return the share that is right */
        public double share() {
            return (double) right / count;
        }

        /** @return the share that is right with one right and one wrong answer more than were seen (Laplace), so that it is never 0 or 1 */
        public double smoothedShare() {
            return (right + 1.0) / (count + 2);
        }

        private boolean isToBePooled(Block next, int answers) {
            return count < answers || smoothedShare() > next.smoothedShare();
        }

        private Block with(Block other) {
            int both = count + other.count;
            return new Block((confidence * count + other.confidence * other.count) / both, both, right + other.right);
        }
    }

    public MonotoneFit {
        blocks = List.copyOf(blocks);
    }

    /** @param answers in any order */
    public static MonotoneFit of(List<Calibration.Answered> answers) {
        List<Block> blocks = new ArrayList<>();
        for (Block block : equallySure(answers)) {
            Block pooled = block;
            while (!blocks.isEmpty() && blocks.getLast().share() >= pooled.share()) {
                pooled = blocks.removeLast().with(pooled);
            }
            blocks.add(pooled);
        }
        return new MonotoneFit(blocks);
    }

    /** Answers of the same confidence cannot be told apart. */
    private static List<Block> equallySure(List<Calibration.Answered> answers) {
        List<Block> blocks = new ArrayList<>();
        for (Calibration.Answered answer : answers.stream()
                .sorted(Comparator.comparingDouble(Calibration.Answered::confidence))
                .toList()) {
            boolean same = !blocks.isEmpty() && blocks.getLast().confidence() == answer.confidence();
            int count = same ? blocks.getLast().count() + 1 : 1;
            int right = (same ? blocks.removeLast().right() : 0) + (answer.right() ? 1 : 0);
            blocks.add(new Block(answer.confidence(), count, right));
        }
        return blocks;
    }

    /**
     * Pools neighbours until every block holds enough answers for its share to mean something.
     *
     * @param answers how many are enough
     * @return a fit whose smoothed shares do not fall either; one block if there are fewer answers in all
     */
    public MonotoneFit inBlocksOf(int answers) {
        List<Block> pooled = new ArrayList<>();
        for (Block block : blocks) {
            pooled.add(block);
            while (pooled.size() > 1 && pooled.get(pooled.size() - 2).isToBePooled(pooled.getLast(), answers)) {
                poolLastTwo(pooled);
            }
        }
        while (pooled.size() > 1
                && (pooled.getLast().count() < answers
                        || pooled.get(pooled.size() - 2).isToBePooled(pooled.getLast(), answers))) {
            poolLastTwo(pooled);
        }
        return new MonotoneFit(pooled);
    }

    private static void poolLastTwo(List<Block> pooled) {
        Block last = pooled.removeLast();
        pooled.add(pooled.removeLast().with(last));
    }
}
