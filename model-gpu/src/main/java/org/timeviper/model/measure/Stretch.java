package org.timeviper.model.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Frames through which the picture was followed.
 *
 * @param steps where the picture is at each frame but the first
 * @param pinned whether the first frame has edges both ways
 */
record Stretch(List<CameraStep> steps, boolean pinned) {

    /** What stands still was sampled within this of its place, in pixels, and grew by less. */
    private static final double STILL_PIXELS = 1.5;

    private static final double STILL_GROWTH = 0.03;

    private static final double SUPPORTED = 0.5;

    /** Of what goes on one way, the share of all its steps that its end is away; of what only sways, it is less. */
    private static final double STEADY = 0.7;

    /** A second move beside the first, as a share of it, from which on neither is told. */
    private static final double RIVAL = 0.5;

    /**
     * A way to move.
     *
     * @param size how far it went in all, beside what is the least of its kind
     */
    private record Candidate(CameraMove move, double size) {}

    int frames() {
        return steps.size() + 1;
    }

    /** @return what the camera does; empty where that is not plain */
    Optional<CameraMove> move() {
        if (steps.size() < 2) {
            return Optional.empty();
        }
        if (isStatic()) {
            return Optional.of(CameraMove.STATIC);
        }
        boolean followed = share(step -> step.support() >= SUPPORTED) >= 0.75 && share(CameraStep::spread) >= 0.75;
        return followed && !standsStill() ? plainest() : Optional.empty();
    }

    private boolean isStatic() {
        boolean blocksStay = share(step -> step.still() >= 0.6) >= 0.5 && share(step -> step.still() >= 0.4) >= 0.9;
        boolean whole = share(step -> step.support() >= SUPPORTED) >= 0.8
                && reach(CameraStep::across) <= STILL_PIXELS
                && reach(CameraStep::down) <= STILL_PIXELS
                && reach(CameraStep::growth) <= STILL_GROWTH;
        return pinned && (blocksStay || whole);
    }

    /** Whether in the second half most is where it was at first: then what went is a thing. */
    private boolean standsStill() {
        List<CameraStep> late = steps.subList(steps.size() / 2, steps.size());
        return late.stream().filter(step -> step.still() > 0.4).count() * 2 > late.size();
    }

    private Optional<CameraMove> plainest() {
        List<Candidate> candidates = new ArrayList<>();
        steady(CameraStep::across, 4, Miniature.WIDTH, CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT)
                .ifPresent(candidates::add);
        steady(CameraStep::down, 3, Miniature.HEIGHT, CameraMove.TILT_UP, CameraMove.TILT_DOWN)
                .ifPresent(candidates::add);
        steady(CameraStep::growth, 0.06, 2, CameraMove.ZOOM_IN, CameraMove.ZOOM_OUT)
                .ifPresent(candidates::add);
        candidates.sort(Comparator.comparingDouble(Candidate::size).reversed());
        boolean plain = candidates.size() == 1
                || candidates.size() > 1
                        && candidates.get(1).size() <= RIVAL * candidates.get(0).size();
        return plain ? Optional.of(candidates.getFirst().move()) : Optional.empty();
    }

    private Optional<Candidate> steady(
            ToDoubleFunction<CameraStep> place, double least, double unit, CameraMove forward, CameraMove back) {
        double way = 0;
        double before = 0;
        for (CameraStep step : steps) {
            way += Math.abs(place.applyAsDouble(step) - before);
            before = place.applyAsDouble(step);
        }
        double end = Math.abs(before);
        return end >= least && end >= STEADY * way
                ? Optional.of(new Candidate(before > 0 ? forward : back, end / unit))
                : Optional.empty();
    }

    private double reach(ToDoubleFunction<CameraStep> place) {
        return steps.stream()
                .mapToDouble(step -> Math.abs(place.applyAsDouble(step)))
                .max()
                .orElse(0);
    }

    private double share(Predicate<CameraStep> such) {
        return (double) steps.stream().filter(such).count() / steps.size();
    }
}
