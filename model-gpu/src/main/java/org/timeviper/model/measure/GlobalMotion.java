package org.timeviper.model.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.timeviper.model.measure.BlockMatching.Block;

/**
 * How the picture as a whole went from one moment to another: what most of its blocks agree on.
 *
 * @param across pixels to the right
 * @param down pixels
 * @param growth share by which what is seen grew
 * @param support share of the textured blocks that went so
 * @param spread whether those lie all over the picture, and are not one thing that moves
 * @param still share of the textured blocks that are where they were
 */
record GlobalMotion(double across, double down, double growth, double support, boolean spread, double still) {

    private static final int LEAST_BLOCKS = 4;
    private static final int LEAST_SPREAD_BLOCKS = 6;
    private static final double MOST_GROWTH = 0.12;
    private static final double GROWTH_STEP = 0.01;

    /** Growth is believed only where it brings more blocks to agree than none does. */
    private static final double MORE = 1.05;

    private static final double AGREES = 1.0;
    private static final double FITS = 1.5;

    static GlobalMotion of(List<Block> blocks) {
        List<Block> found = blocks.stream().filter(Block::found).toList();
        double still = share(blocks.stream().filter(Block::still).count(), blocks.size());
        if (found.size() < LEAST_BLOCKS) {
            return new GlobalMotion(0, 0, 0, 0, false, still);
        }
        List<Block> clear = found.stream().filter(Block::clear).toList();
        return fitted(agreeing(clear.size() < LEAST_BLOCKS ? found : clear), found, blocks.size(), still);
    }

    /** The largest set of blocks that one shift and growth explain. */
    private static List<Block> agreeing(List<Block> blocks) {
        List<Block> best = List.of();
        int steps = (int) Math.round(MOST_GROWTH / GROWTH_STEP);
        for (int step = 0; step <= 2 * steps; step++) {
            double growth = GROWTH_STEP * (step % 2 == 0 ? -step / 2 : step / 2 + 1);
            for (Block centre : blocks) {
                List<Block> with = blocks.stream()
                        .filter(block -> near(block, centre, growth))
                        .toList();
                if (with.size() > best.size() * MORE + 0.5) {
                    best = with;
                }
            }
        }
        return best;
    }

    private static boolean near(Block block, Block centre, double growth) {
        return Math.abs(block.dx() - growth * block.x() - centre.dx() + growth * centre.x()) <= AGREES
                && Math.abs(block.dy() - growth * block.y() - centre.dy() + growth * centre.y()) <= AGREES;
    }

    /** Least squares over the blocks that agree. */
    private static GlobalMotion fitted(List<Block> agreeing, List<Block> found, int all, double still) {
        double x = mean(agreeing, Block::x);
        double y = mean(agreeing, Block::y);
        double dx = mean(agreeing, Block::dx);
        double dy = mean(agreeing, Block::dy);
        double apart = 0;
        double together = 0;
        for (Block block : agreeing) {
            apart += (block.x() - x) * (block.x() - x) + (block.y() - y) * (block.y() - y);
            together += (block.x() - x) * (block.dx() - dx) + (block.y() - y) * (block.dy() - dy);
        }
        double growth = apart > 0 && agreeing.size() >= LEAST_BLOCKS ? together / apart : 0;
        double across = dx - growth * x;
        double down = dy - growth * y;
        List<Block> fitting = found.stream()
                .filter(block -> Math.abs(block.dx() - across - growth * block.x()) <= FITS
                        && Math.abs(block.dy() - down - growth * block.y()) <= FITS)
                .toList();
        return new GlobalMotion(across, down, growth, share(fitting.size(), all), isSpread(fitting), still);
    }

    private static boolean isSpread(List<Block> blocks) {
        return blocks.size() >= LEAST_SPREAD_BLOCKS
                && reach(blocks, Block::x) >= 0.4 * Miniature.WIDTH
                && reach(blocks, Block::y) >= 0.25 * Miniature.HEIGHT;
    }

    private static double reach(List<Block> blocks, ToDoubleFunction<Block> place) {
        return blocks.stream().mapToDouble(place).max().orElse(0)
                - blocks.stream().mapToDouble(place).min().orElse(0);
    }

    private static double mean(List<Block> blocks, ToDoubleFunction<Block> value) {
        return blocks.stream().mapToDouble(value).average().orElse(0);
    }

    private static double share(double some, double all) {
        return all > 0 ? some / all : 0;
    }
}
