package org.timeviper.indexer.evaluation;

/**
 * How one shot becomes the next, as ClipShots counts it.
 *
 * @param last the last frame of the one shot, from 0
 * @param first the first frame of the next that shows nothing else; the very next one if it is a cut
 */
public record Transition(int last, int first) {

    /** @throws IllegalArgumentException if the next shot does not begin behind the last frame of the one before */
    public Transition {
        if (last < 0 || first <= last) {
            throw new IllegalArgumentException("no shot ends with frame " + last + " where the next one begins with "
                    + first + ": give the last frame of the one and a later one of the other");
        }
    }

    /** @return whether the one follows the other from frame to frame */
    public boolean abrupt() {
        return first == last + 1;
    }
}
