package org.timeviper.model.measure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells which way a thing of one colour moves before a camera that stands still: by where that of its colour which changes from frame to frame is, one frame after the other. It tells
 * nothing where several things of the colour move, or where the way is not plain, or where it is not plain that the camera stands still; nor of what moves by less than half of its own
 * width from frame to frame. Costs half a millisecond a frame.
 */
public final class MovingThing {

    /** By how much a channel of a pixel that changes differs more than that, of 255. */
    private static final int SAME = 28;

    /** Share of the pixels that change where one shot ends and another begins. */
    private static final double CUT = 0.5;

    /** Share of a region that is the same in the next frame where the thing has come to rest. */
    private static final double RESTING = 0.6;

    private final List<Miniature> frames;
    private final Tone tone;

    /** What changes from each frame to the next. */
    private final List<BitSet> changes;

    private MovingThing(List<Miniature> frames, Tone tone) {
        this.frames = frames;
        this.tone = tone;
        this.changes = IntStream.range(1, frames.size())
                .mapToObj(i -> changed(frames.get(i - 1), frames.get(i)))
                .toList();
    }

    /**
     * @param frames evenly sampled, in order; of several shots the one counts that the middle frame is of
     * @param tone the thing's colour
     * @return empty where the pictures do not plainly show it
     */
    public static Optional<Way> of(List<Miniature> frames, Tone tone) {
        return new MovingThing(shotInTheMiddle(frames), tone).way();
    }

    private static List<Miniature> shotInTheMiddle(List<Miniature> frames) {
        if (frames.isEmpty()) {
            return frames;
        }
        int first = frames.size() / 2;
        int last = first;
        while (first > 0 && !isCut(frames.get(first - 1), frames.get(first))) {
            first--;
        }
        while (last < frames.size() - 1 && !isCut(frames.get(last), frames.get(last + 1))) {
            last++;
        }
        return frames.subList(first, last + 1);
    }

    private static boolean isCut(Miniature before, Miniature after) {
        return changed(before, after).cardinality() >= CUT * Miniature.PIXELS;
    }

    private static BitSet changed(Miniature before, Miniature after) {
        BitSet changed = new BitSet(Miniature.PIXELS);
        for (int i = 0; i < Miniature.PIXELS; i++) {
            changed.set(
                    i,
                    Math.abs(before.red(i) - after.red(i)) > SAME
                            || Math.abs(before.green(i) - after.green(i)) > SAME
                            || Math.abs(before.blue(i) - after.blue(i)) > SAME);
        }
        return changed;
    }

    /** @return the way of all tracks that lead far enough */
    private Optional<Way> way() {
        List<Track> far = tracks().stream().filter(Track::isFar).toList();
        List<Way> ways = far.stream()
                .map(Track::way)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean plain = far.stream().allMatch(track -> track.way().isPresent() && isBeforeAStillCamera(track));
        return plain && ways.size() == 1 ? Optional.of(ways.getFirst()) : Optional.empty();
    }

    private boolean isBeforeAStillCamera(Track track) {
        BitSet thing = (BitSet) track.regions().getFirst().pixels().clone();
        thing.or(track.regions().getLast().pixels());
        return StillPicture.shows(frames.get(track.first()), frames.get(track.last()), thing);
    }

    /** Where what moves is in frames that follow one another, up to where it comes to rest. */
    private List<Track> tracks() {
        List<Track> tracks = new ArrayList<>();
        List<Region> track = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            Optional<Region> moving = Region.mainOf(moving(i));
            moving.ifPresent(track::add);
            boolean ends = moving.isEmpty() || track.size() > 1 && rests(moving.get(), i) || i == frames.size() - 1;
            if (ends && !track.isEmpty()) {
                tracks.add(new Track(moving.isPresent() ? i - track.size() + 1 : i - track.size(), List.copyOf(track)));
                track.clear();
            }
        }
        return tracks;
    }

    /** What has the thing's colour and was not there before, or is not there afterwards. */
    private BitSet moving(int frame) {
        BitSet moving = new BitSet(Miniature.PIXELS);
        moving.or(before(frame));
        moving.or(after(frame));
        moving.stream().filter(pixel -> frames.get(frame).tone(pixel) != tone).forEach(moving::clear);
        return moving;
    }

    private boolean rests(Region region, int frame) {
        BitSet gone = (BitSet) region.pixels().clone();
        gone.and(after(frame));
        return frame < changes.size() && gone.cardinality() < (1 - RESTING) * region.size();
    }

    private BitSet before(int frame) {
        return frame > 0 ? changes.get(frame - 1) : new BitSet();
    }

    private BitSet after(int frame) {
        return frame < changes.size() ? changes.get(frame) : new BitSet();
    }
}
