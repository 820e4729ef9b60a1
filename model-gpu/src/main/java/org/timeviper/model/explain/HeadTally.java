package org.timeviper.model.explain;

import org.timeviper.model.decoder.MixingRow;
import org.timeviper.model.decoder.TokenLayout;

/** Sums up the rows of one head. */
final class HeadTally {
    private final FrameTokens frameTokens;
    private final double[] frames;
    private double prompt;
    private double answer;
    private double promptVision;
    private double sink;
    private double local;
    private double entropy;
    private double spread;
    private int rows;

    HeadTally(FrameTokens frameTokens) {
        this.frameTokens = frameTokens;
        this.frames = new double[frameTokens.frames()];
    }

    /** Adds a head's row, its weights made absolute and divided by their sum; a row without weight adds nothing. */
    void add(MixingRow row, int head) {
        int length = row.length();
        double sum = 0;
        for (int token = 0; token < length; token++) {
            sum += Math.abs(row.weight(head, token));
        }
        rows++;
        if (sum > 0) {
            add(row, head, length, sum);
        }
        if (row.number() == 0) {
            promptVision = total(frames);
        }
    }

    private void add(MixingRow row, int head, int length, double sum) {
        int near = length - Math.min(HeadProfile.LOCAL_TOKENS, (length + 3) / 4);
        double nats = 0;
        for (int token = 0; token < length; token++) {
            double weight = Math.abs(row.weight(head, token)) / sum;
            if (weight > 0) {
                nats -= weight * Math.log(weight);
            }
            sink += token < HeadProfile.SINK_TOKENS ? weight : 0;
            local += token >= near ? weight : 0;
            share(row.tokens(), token, weight);
        }
        entropy += nats;
        spread += Math.exp(nats) / length;
    }

    private void share(TokenLayout tokens, int token, double weight) {
        if (token >= tokens.prompt()) {
            answer += weight;
        } else if (token < tokens.before() || token >= tokens.visualEnd()) {
            prompt += weight;
        } else {
            frames[frameTokens.frame(tokens.visual()[token - tokens.before()])] += weight;
        }
    }

    HeadProfile profile() {
        float[] means = new float[frames.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (frames[i] / rows);
        }
        return new HeadProfile(
                total(frames) / rows,
                prompt / rows,
                answer / rows,
                promptVision,
                sink / rows,
                local / rows,
                entropy / rows,
                spread / rows,
                means);
    }

    private static double total(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
