package org.timeviper.model.explain;

/**
 * Which frame of a clip a visual token is of.
 *
 * @param frames frames of the clip
 * @param tokensPerFrame visual tokens of each, before any is dropped
 */
record FrameTokens(int frames, int tokensPerFrame) {

    /**
     * @param token number of a visual token, from 0; those behind the clip's are of its last frame, which the model is shown again
     * @return number of the frame, from 0
     */
    int frame(int token) {
        return Math.min(token / tokensPerFrame, frames - 1);
    }
}
