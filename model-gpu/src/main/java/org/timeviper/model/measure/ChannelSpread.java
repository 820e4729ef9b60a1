package org.timeviper.model.measure;

/** By how much the channels of pixels differ from one pixel to another, as shares of the pixels' light: of film that is tinted, hardly. */
final class ChannelSpread {

    private static final int FROM = 40;
    private static final int TO = 150;
    private static final int FEWEST = 100;

    private final double[] sums = new double[3];
    private final double[] squares = new double[3];
    private long count;

    /** Takes in a pixel that is neither so dark nor so bright that its colour is lost. */
    void add(Miniature frame, int pixel, double light) {
        if (light > FROM && light < TO) {
            add(0, frame.red(pixel) / light);
            add(1, frame.green(pixel) / light);
            add(2, frame.blue(pixel) / light);
            count++;
        }
    }

    private void add(int channel, double share) {
        sums[channel] += share;
        squares[channel] += share * share;
    }

    /** @return the largest standard deviation of a channel; 0 of too few pixels */
    double most() {
        double most = 0;
        for (int channel = 0; channel < 3 && count > FEWEST; channel++) {
            double mean = sums[channel] / count;
            most = Math.max(most, Math.sqrt(Math.max(0, squares[channel] / count - mean * mean)));
        }
        return most;
    }
}
