package org.timeviper.model.config;

import java.util.List;

/**
 * The vision transformer (MODEL section 2).
 *
 * @param layout how the checkpoint is laid out
 * @param imageSize side of the square picture it sees, in pixels
 * @param patchSize side of a patch, in pixels
 * @param embedDim channels
 * @param depth blocks in the checkpoint; the last one is never run
 * @param numHeads attention heads
 * @param mlpHidden channels inside the feed-forward
 * @param mean of each colour channel, on a scale of 0 to 1
 * @param std of each colour channel, on a scale of 0 to 1
 */
public record VisionConfig(
        Layout layout,
        int imageSize,
        int patchSize,
        int embedDim,
        int depth,
        int numHeads,
        int mlpHidden,
        List<Double> mean,
        List<Double> std) {

    /** The checkpoint layouts that can be read. */
    public enum Layout {
        /** No class token. */
        SIGLIP(0),
        /** A class token and four registers before the patches, LayerScale; only patch tokens are handed on. */
        DINOV2(5);

        private final int prefixTokens;

        Layout(int prefixTokens) {
            this.prefixTokens = prefixTokens;
        }

        /** Tokens that stand before the patches. */
        public int prefixTokens() {
            return prefixTokens;
        }
    }

    /** Copies the lists. */
    public VisionConfig {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** Patches on a side; pixels beyond the last whole patch are not seen. */
    public int grid() {
        return imageSize / patchSize;
    }

    /** Patches of a picture. */
    public int patches() {
        return grid() * grid();
    }

    /** Channels of a head. */
    public int headDim() {
        return embedDim / numHeads;
    }

    /** Blocks that are run: the features are the output of the second-to-last block. */
    public int blocksRun() {
        return depth - 1;
    }
}
