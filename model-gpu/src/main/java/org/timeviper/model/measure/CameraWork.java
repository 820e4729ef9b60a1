package org.timeviper.model.measure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.timeviper.model.measure.BlockMatching.Block;

/**
 * Tells what the camera does by following the picture as a whole from frame to frame. The frames are cut where nothing of one is found in the next; of each such stretch it tells
 * one move, or nothing. Costs some milliseconds a frame.
 */
public final class CameraWork {

    /** Share of the frames that must lie in stretches whose move is plain. */
    private static final double TOLD = 0.7;

    /** A stretch goes on while this share of a frame's blocks is found again, moved alike or still. */
    private static final double LOST = 0.25;

    private static final double FAR_ACROSS = 5;
    private static final double FAR_DOWN = 4;
    private static final double SUPPORTED = 0.5;

    private CameraWork() {}

    /**
     * @param frames evenly sampled, in order
     * @return the moves in order, each once; {@code STATIC} alone where there is none. Empty where the pictures do not plainly show it
     */
    public static Optional<List<CameraMove>> of(List<Miniature> frames) {
        List<float[]> lights = frames.stream().map(Miniature::lights).toList();
        Set<CameraMove> moves = new LinkedHashSet<>();
        int told = 0;
        for (int first = 0; first < lights.size(); ) {
            Stretch stretch = follow(lights, first);
            Optional<CameraMove> move = stretch.move();
            move.ifPresent(moves::add);
            told += move.isPresent() ? stretch.frames() : 0;
            first += stretch.frames();
        }
        if (told == 0 || told < TOLD * lights.size()) {
            return Optional.empty();
        }
        if (moves.size() > 1) {
            moves.remove(CameraMove.STATIC);
        }
        return Optional.of(List.copyOf(moves));
    }

    /** Each frame is compared with one some way before, so that what is too slow for a step from frame to frame adds up. */
    private static Stretch follow(List<float[]> lights, int first) {
        List<CameraStep> steps = new ArrayList<>();
        boolean pinned = false;
        int anchor = first;
        CameraStep base = CameraStep.NONE;
        for (int i = first + 1; i < lights.size(); i++) {
            List<Block> sinceFirst = BlockMatching.match(lights.get(first), lights.get(i));
            List<Block> blocks = anchor == first ? sinceFirst : BlockMatching.match(lights.get(anchor), lights.get(i));
            GlobalMotion motion = GlobalMotion.of(blocks);
            if (anchor < i - 1 && isFar(motion)) {
                base = steps.getLast();
                anchor = i - 1;
                motion = GlobalMotion.of(BlockMatching.match(lights.get(anchor), lights.get(i)));
            }
            if (anchor == i - 1 && motion.support() < LOST && motion.still() < LOST) {
                break;
            }
            pinned |= steps.isEmpty() && isPinned(sinceFirst);
            double still = anchor == first
                    ? motion.still()
                    : GlobalMotion.of(sinceFirst).still();
            steps.add(base.then(motion, still));
        }
        return new Stretch(steps, pinned);
    }

    private static boolean isFar(GlobalMotion motion) {
        return motion.support() < SUPPORTED
                || Math.abs(motion.across()) > FAR_ACROSS
                || Math.abs(motion.down()) > FAR_DOWN;
    }

    /** Whether there are edges both ways: along its only edges a picture could move unseen. */
    private static boolean isPinned(List<Block> blocks) {
        return blocks.stream().filter(Block::upright).count() >= 3
                && blocks.stream().filter(Block::level).count() >= 3;
    }
}
