package org.timeviper.indexer.export.marker;

/**
 * A stretch of a film in its frames, counted from its first, which is 0.
 *
 * @param start first frame
 * @param end the frame after the last: what editors call the out point
 */
public record FrameSpan(long start, long end) {

    /** @throws IllegalArgumentException when it holds no frame */
    public FrameSpan {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("Frames " + start + " to " + end + " are no stretch of a film.");
        }
    }

    /** @return how many frames */
    public long length() {
        return end - start;
    }

    /** @return whether a frame is one of it */
    public boolean holds(long frame) {
        return frame >= start && frame < end;
    }
}
