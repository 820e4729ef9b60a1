package org.timeviper.indexer.export.marker;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.Slate;

/**
 * A film that markers point into.
 *
 * @param id the video's identity
 * @param name what people call it
 * @param fileName what its file is called where it came from
 * @param mediaType the file's media type
 * @param slate how its frames are counted
 * @param frames how many it has, at least one
 * @param width width of the picture in pixels
 * @param height height of the picture in pixels
 * @param sound whether it has a sound track
 * @param metadata what its platform says of it, key by key
 * @param cameAt when it came into the library
 * @param media address of the file
 * @param thumbnail address of a picture of it
 */
public record Film(
        String id,
        Label name,
        Label fileName,
        String mediaType,
        Slate slate,
        long frames,
        int width,
        int height,
        boolean sound,
        Map<String, String> metadata,
        Instant cameAt,
        URI media,
        URI thumbnail) {

    /** @return frames a second; for a film of variable rate those that its frames are counted at */
    public FrameRate rate() {
        return slate.rate();
    }

    /** @return whether the file says which timecode its first frame has */
    public boolean timecoded() {
        return TimecodeCounting.first(slate).isPresent();
    }

    /** @return as the film's timecode is counted, at the usual rate where no editing system has the film's own */
    public TimecodeCounting counting() {
        return TimecodeCounting.of(slate);
    }

    /** @return the count, from {@code 00:00:00:00}, at which the first frame stands; 0 where the file does not say */
    public long firstCount() {
        return TimecodeCounting.first(slate).map(counting()::frame).orElse(0L);
    }

    /** @return the timecode of a frame as the file counts it */
    public String timecode(long frame) {
        return counting().label(firstCount() + rate().usual().lasting(frame, rate(), RoundingMode.HALF_UP));
    }

    /** @return this film as editing systems count it, at a rate that they have; never longer than it is, unless it lasts less than a frame of theirs */
    Film atUsualRate() {
        FrameRate usual = rate().usual();
        return usual.equals(rate())
                ? this
                : new Film(
                        id,
                        name,
                        fileName,
                        mediaType,
                        new Slate(usual, slate.variable(), slate.timecode(), slate.reel()),
                        Math.max(1, usual.lasting(frames, rate(), RoundingMode.FLOOR)),
                        width,
                        height,
                        sound,
                        metadata,
                        cameAt,
                        media,
                        thumbnail);
    }

    /** @return the whole film */
    public FrameSpan whole() {
        return new FrameSpan(0, frames);
    }

    /** @return the frames nearest to a span of seconds, however far that reaches: within the film, and at least one */
    public FrameSpan nearest(double start, double end) {
        double length = seconds(frames).doubleValue();
        long first = Math.clamp(rate().nearestFrame(Math.clamp(start, 0, length)), 0, frames - 1);
        return new FrameSpan(first, Math.clamp(rate().nearestFrame(Math.clamp(end, 0, length)), first + 1, frames));
    }

    /** @return the second at which a frame begins, rounded up to milliseconds: a player that is sent there shows that frame and not the one before */
    public BigDecimal seconds(long frame) {
        return rate().seconds(frame, 3);
    }
}
