package org.timeviper.model.measure;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where something that moves is, frame after frame.
 *
 * @param first the first frame
 * @param regions where it is in that and in the frames that follow, at least one
 */
record Track(int first, List<Region> regions) {

    /** How far it must lead, as a share of the picture. */
    private static final double FAR = 0.094;

    /** How much farther it leads one way than across it. */
    private static final double STRAIGHT = 2;

    /** Share of all its steps that its end is away from its beginning. */
    private static final double STEADY = 0.8;

    /** The last frame. */
    int last() {
        return first + regions.size() - 1;
    }

    boolean isFar() {
        return Math.max(Math.abs(across()), Math.abs(down())) >= FAR;
    }

    /** @return empty if it leads no one way */
    Optional<Way> way() {
        boolean level = Math.abs(across()) > Math.abs(down());
        double end = level ? across() : down();
        double aside = level ? down() : across();
        boolean plain = Math.abs(end) >= STRAIGHT * Math.abs(aside) && Math.abs(end) >= STEADY * steps(level);
        Way forward = level ? Way.RIGHT : Way.DOWN;
        return plain ? Optional.of(end > 0 ? forward : forward.opposite()) : Optional.empty();
    }

    private double steps(boolean level) {
        return IntStream.range(1, regions.size())
                .mapToDouble(i -> level
                        ? regions.get(i).x() - regions.get(i - 1).x()
                        : regions.get(i).y() - regions.get(i - 1).y())
                .map(Math::abs)
                .sum();
    }

    private double across() {
        return regions.getLast().x() - regions.getFirst().x();
    }

    private double down() {
        return regions.getLast().y() - regions.getFirst().y();
    }
}
