package org.timeviper.indexer.media;

import java.util.Objects;

/**
 * What a file says of the counting of its frames, as a slate does before a take: what an editor needs to find a frame in the file again.
 *
 * @param rate frames a second, exact. For a film of variable rate, the grid that its frames lie on, else the video rate nearest to its average
 * @param variable whether frames stay on screen for different times
 * @param timecode timecode of the first frame as the file has it, {@code 01:00:00;00}; null when it has none
 * @param reel the tape, roll or card that the file names as its source; null when it names none
 */
public record Slate(FrameRate rate, boolean variable, String timecode, String reel) {

    public Slate {
        Objects.requireNonNull(rate, "rate");
    }

    /** @return this slate with what was found out about the film's frames when all of them were seen */
    public Slate variable(boolean found) {
        return new Slate(rate, found, timecode, reel);
    }
}
