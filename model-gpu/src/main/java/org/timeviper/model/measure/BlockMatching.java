package org.timeviper.model.measure;

import static org.timeviper.model.measure.Miniature.HEIGHT;
import static org.timeviper.model.measure.Miniature.WIDTH;

import java.util.ArrayList;
import java.util.List;

/** Finds the blocks of one picture again in another (block matching): the place near their own that correlates best, light and contrast apart. */
final class BlockMatching {

    private static final int SIDE = 9;
    private static final int AREA = SIDE * SIDE;
    private static final int FAR_ACROSS = 10;
    private static final int FAR_DOWN = 7;

    /** Standard deviation of lightness from which on a block has something to be found again by. */
    private static final double TEXTURED = 4;

    /** Mean squared step of lightness from which on a block tells how far it went across an edge, and not only along it. */
    private static final double EDGED = 4;

    /** Correlations that differ by less are alike: then a block stands where it stood. */
    private static final double ALIKE = 0.02;

    /** Correlations this near to the best, but not beside it, leave open where the block went. */
    private static final double RIVAL = 0.05;

    /** Correlation from which on a block is found again. */
    private static final double FOUND = 0.8;

    private BlockMatching() {}

    /**
     * A textured block.
     *
     * @param x of its middle, in pixels from the picture's middle
     * @param y likewise
     * @param dx pixels that it went to the right
     * @param dy pixels that it went down
     * @param found whether it is in the other picture at all
     * @param clear whether only there
     * @param upright whether it has upright edges, without which nothing tells whether it went across
     * @param level whether it has level edges
     */
    record Block(double x, double y, int dx, int dy, boolean found, boolean clear, boolean upright, boolean level) {

        /** Whether it is where it was, give or take a pixel: what stands still is not always sampled alike. */
        boolean still() {
            return found && Math.abs(dx) <= 1 && Math.abs(dy) <= 1;
        }
    }

    /** @return the textured blocks of the first picture, found again in the second or not. Both are lightness, row by row */
    static List<Block> match(float[] first, float[] second) {
        List<Block> blocks = new ArrayList<>();
        for (int y = 0; y + SIDE <= HEIGHT; y += SIDE) {
            for (int x = 0; x + SIDE <= WIDTH; x += SIDE) {
                double mean = mean(first, x, y);
                double deviation = deviation(first, x, y, mean);
                if (deviation >= TEXTURED) {
                    blocks.add(match(first, second, x, y, mean, deviation));
                }
            }
        }
        return blocks;
    }

    private static Block match(float[] first, float[] second, int x, int y, double mean, double deviation) {
        boolean upright = step(first, x, y, 1) >= EDGED;
        boolean level = step(first, x, y, WIDTH) >= EDGED;
        double middle = SIDE / 2.0;
        Block here = new Block(x + middle - WIDTH / 2.0, y + middle - HEIGHT / 2.0, 0, 0, true, true, upright, level);
        boolean same = upright && level && correlation(first, second, x, y, x, y, mean, deviation) >= 1 - ALIKE;
        return same ? here : search(first, second, x, y, mean, deviation, here);
    }

    private static Block search(
            float[] first, float[] second, int x, int y, double mean, double deviation, Block here) {
        int left = Math.max(-FAR_ACROSS, -x);
        int right = Math.min(FAR_ACROSS, WIDTH - SIDE - x);
        int top = Math.max(-FAR_DOWN, -y);
        int bottom = Math.min(FAR_DOWN, HEIGHT - SIDE - y);
        double[][] alike = new double[bottom - top + 1][right - left + 1];
        int dx = 0;
        int dy = 0;
        double best = -1;
        for (int down = top; down <= bottom; down++) {
            for (int across = left; across <= right; across++) {
                double own = correlation(first, second, x, y, x + across, y + down, mean, deviation);
                alike[down - top][across - left] = own;
                if (own > best) {
                    best = own;
                    dx = across;
                    dy = down;
                }
            }
        }
        if (alike[-top][-left] >= best - ALIKE) {
            dx = 0;
            dy = 0;
        }
        boolean clear = isClear(alike, dx - left, dy - top);
        return new Block(here.x(), here.y(), dx, dy, best >= FOUND, clear, here.upright(), here.level());
    }

    private static boolean isClear(double[][] alike, int x, int y) {
        double rival = alike[y][x] - RIVAL;
        for (int row = 0; row < alike.length; row++) {
            for (int column = 0; column < alike[row].length; column++) {
                boolean beside = Math.abs(row - y) <= 1 && Math.abs(column - x) <= 1;
                if (!beside && alike[row][column] > rival) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double correlation(
            float[] first, float[] second, int x, int y, int otherX, int otherY, double mean, double deviation) {
        double sum = 0;
        double squares = 0;
        double products = 0;
        for (int row = 0; row < SIDE; row++) {
            int from = (y + row) * WIDTH + x;
            int to = (otherY + row) * WIDTH + otherX;
            for (int column = 0; column < SIDE; column++) {
                float value = second[to + column];
                sum += value;
                squares += value * value;
                products += value * first[from + column];
            }
        }
        double variance = squares / AREA - sum / AREA * (sum / AREA);
        return variance < 1e-6 ? 0 : (products / AREA - mean * sum / AREA) / (deviation * Math.sqrt(variance));
    }

    private static double mean(float[] lights, int x, int y) {
        double sum = 0;
        for (int row = y; row < y + SIDE; row++) {
            for (int column = x; column < x + SIDE; column++) {
                sum += lights[row * WIDTH + column];
            }
        }
        return sum / AREA;
    }

    private static double deviation(float[] lights, int x, int y, double mean) {
        double squares = 0;
        for (int row = y; row < y + SIDE; row++) {
            for (int column = x; column < x + SIDE; column++) {
                double off = lights[row * WIDTH + column] - mean;
                squares += off * off;
            }
        }
        return Math.sqrt(squares / AREA);
    }

    /** Mean square of half the step from the pixel before to the one behind, within the block. */
    private static double step(float[] lights, int x, int y, int stride) {
        double squares = 0;
        int count = 0;
        for (int row = y + 1; row < y + SIDE - 1; row++) {
            for (int column = x + 1; column < x + SIDE - 1; column++) {
                int at = row * WIDTH + column;
                double step = (lights[at + stride] - lights[at - stride]) / 2;
                squares += step * step;
                count++;
            }
        }
        return squares / count;
    }
}
