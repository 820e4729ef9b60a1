package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.metric.Calibration.Answered;
import org.timeviper.indexer.evaluation.metric.MonotoneFit.Block;

class MonotoneFitTest {

    private static final double NEAR = 1e-9;

    /** Wrong, right | wrong, right, right | right: the right one at 0.2 and the wrong one at 0.3 are out of order. */
    @Test
    void answersThatAreOutOfOrderArePooled() {
        MonotoneFit fit = MonotoneFit.of(List.of(
                new Answered(0.3, false),
                new Answered(0.1, false),
                new Answered(0.2, true),
                new Answered(0.9, true),
                new Answered(0.8, true),
                new Answered(0.7, false),
                new Answered(0.6, true)));
        assertEquals(3, fit.blocks().size());
        assertBlock(0.1, 1, 0, fit.blocks().get(0));
        // 0.2 right, 0.3 wrong: a half; 0.6 right, 0.7 wrong: a half again
        assertBlock((0.2 + 0.3 + 0.6 + 0.7) / 4, 4, 2, fit.blocks().get(1));
        assertBlock(0.85, 2, 2, fit.blocks().get(2));
    }

    @Test
    void answersOfTheSameConfidenceAreNotToldApart() {
        MonotoneFit fit = MonotoneFit.of(List.of(
                new Answered(0.5, false), new Answered(0.5, true), new Answered(0.5, true), new Answered(0.6, true)));
        assertBlock(0.5, 3, 2, fit.blocks().get(0));
        assertBlock(0.6, 1, 1, fit.blocks().get(1));
        assertEquals(0.6, fit.blocks().get(0).smoothedShare(), NEAR);
        assertEquals(2 / 3.0, fit.blocks().get(1).smoothedShare(), NEAR);
    }

    @Test
    void smallBlocksArePooledAndWhatSmoothingPutsOutOfOrderToo() {
        List<Answered> answers = new ArrayList<>();
        answers.addAll(answers(0.2, 3, 0));
        answers.addAll(answers(0.3, 7, 1));
        answers.addAll(answers(0.8, 1000, 960));
        answers.addAll(answers(0.9, 10, 10));
        MonotoneFit fit = MonotoneFit.of(answers).inBlocksOf(10);
        assertEquals(2, fit.blocks().size());
        assertBlock((3 * 0.2 + 7 * 0.3) / 10, 10, 1, fit.blocks().get(0));
        // 961/1002 of the thousand is more than 11/12 of the ten, although all of these are right
        assertBlock((1000 * 0.8 + 10 * 0.9) / 1010, 1010, 970, fit.blocks().get(1));
    }

    @Test
    void aSmallRestJoinsTheBlockBeforeIt() {
        List<Answered> answers = new ArrayList<>(answers(0.2, 10, 1));
        answers.addAll(answers(0.9, 9, 9));
        assertEquals(1, MonotoneFit.of(answers).inBlocksOf(10).blocks().size());
        assertEquals(List.of(), MonotoneFit.of(List.of()).inBlocksOf(10).blocks());
    }

    @Property
    void theFitIsMonotoneBoundedAndKeepsTheMean(@ForAll("answered") List<Answered> answers, @ForAll long seed) {
        MonotoneFit fit = MonotoneFit.of(answers);
        double right = answers.stream().filter(Answered::right).count();
        assertEquals(
                right,
                fit.blocks().stream()
                        .mapToDouble(block -> block.share() * block.count())
                        .sum(),
                NEAR);
        assertEquals(
                answers.size(), fit.blocks().stream().mapToInt(Block::count).sum());
        assertRising(fit, false);
        List<Answered> shuffled = new ArrayList<>(answers);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(fit, MonotoneFit.of(shuffled));
    }

    @Property
    void itIsTheBestMonotoneFit(@ForAll("answered") List<Answered> answers) {
        List<Double> levels =
                answers.stream().map(Answered::confidence).distinct().sorted().toList();
        List<Block> blocks = MonotoneFit.of(answers).blocks();
        List<Double> fitted = new ArrayList<>();
        for (Block block : blocks) {
            int left = block.count();
            while (left > 0) {
                double level = levels.get(fitted.size());
                left -= (int) answers.stream()
                        .filter(answer -> answer.confidence() == level)
                        .count();
                fitted.add(block.share());
            }
        }
        for (int i = 0; i < levels.size(); i++) {
            assertEquals(slowly(answers, levels, i), fitted.get(i), NEAR);
        }
    }

    /** The minimax formula: the highest, over where a stretch with this level begins, of the lowest, over where it ends, of the stretch's share of right answers. */
    private static double slowly(List<Answered> answers, List<Double> levels, int level) {
        return IntStream.rangeClosed(0, level)
                .mapToDouble(from -> IntStream.range(level, levels.size())
                        .mapToDouble(to -> answers.stream()
                                .filter(answer -> answer.confidence() >= levels.get(from)
                                        && answer.confidence() <= levels.get(to))
                                .mapToInt(answer -> answer.right() ? 1 : 0)
                                .average()
                                .orElseThrow())
                        .min()
                        .orElseThrow())
                .max()
                .orElseThrow();
    }

    @Property
    void blocksAreLargeEnoughAndTheirSmoothedSharesRise(
            @ForAll("answered") List<Answered> answers, @ForAll @IntRange(min = 1, max = 12) int enough) {
        MonotoneFit fit = MonotoneFit.of(answers).inBlocksOf(enough);
        assertTrue(fit.blocks().size() == 1 || fit.blocks().stream().allMatch(block -> block.count() >= enough));
        assertRising(fit, true);
    }

    private static void assertRising(MonotoneFit fit, boolean smoothed) {
        Block before = null;
        for (Block block : fit.blocks()) {
            assertTrue(block.share() >= 0 && block.share() <= 1, block::toString);
            assertTrue(block.smoothedShare() > 0 && block.smoothedShare() < 1, block::toString);
            if (before != null) {
                assertTrue(before.confidence() < block.confidence(), fit::toString);
                assertTrue(
                        smoothed ? before.smoothedShare() <= block.smoothedShare() : before.share() < block.share(),
                        fit::toString);
            }
            before = block;
        }
    }

    @Provide
    Arbitrary<List<Answered>> answered() {
        return Combinators.combine(Arbitraries.integers().between(0, 20), Arbitraries.of(true, false))
                .as((twentieths, right) -> new Answered(twentieths / 20.0, right))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static void assertBlock(double confidence, int count, int right, Block block) {
        assertEquals(confidence, block.confidence(), NEAR);
        assertEquals(count, block.count());
        assertEquals(right, block.right());
    }

    private static List<Answered> answers(double confidence, int count, int right) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Answered(confidence, i < right))
                .toList();
    }
}
