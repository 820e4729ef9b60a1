package org.timeviper.model.decoder;

/**
 * Which tokens of a prompt a layer has: the text before the frames, the visual tokens that dropping has left, the text after them. The
 * answer follows.
 *
 * @param before tokens of the text before the frames
 * @param visual the visual tokens that are left, numbered from 0 as they were at first, ascending; not copied
 * @param after tokens of the text after the frames
 */
public record TokenLayout(int before, int[] visual, int after) {

    /** The first token of the text after the frames. */
    public int visualEnd() {
        return before + visual.length;
    }

    /** Tokens of the whole prompt. */
    public int prompt() {
        return visualEnd() + after;
    }
}
