package org.timeviper.indexer.media.decoder.shots;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.timeviper.indexer.media.Shot;
import org.timeviper.indexer.media.decoder.shots.CutFinder.Cut;
import org.timeviper.indexer.media.decoder.shots.StretchFinder.Shape;
import org.timeviper.indexer.media.decoder.shots.StretchFinder.Stretch;

/**
 * Finds edits in a stream of pictures: cuts, dissolves, and fades through a plain picture. How likely a step is a cut and a stretch a dissolve, two small networks tell by what is measured of them.
 *
 * <p>Remembers a few seconds of pictures, small, and what it found, whatever the film's length. Not safe for several threads.
 */
public final class ShotDetector {

    private static final double LEAST_SHOT_SECONDS = 0.4;
    private static final double LONGEST_PLAIN_SECONDS = 1.5;
    private static final double CUT = 2;
    private static final double DISSOLVE = 5;
    private static final double SLOWEST = 1;
    private static final double FASTEST = 240;

    private record Edit(double second, String transition) {}

    private final CutFinder cuts;
    private final StretchFinder stretches;

    /** @param rate pictures a second, as the file has it */
    public ShotDetector(double rate) {
        double usable = rate >= SLOWEST ? Math.min(rate, FASTEST) : SLOWEST;
        EditOdds.Learned learned = EditOdds.Learned.read();
        this.cuts = new CutFinder(usable, learned.cut(), CUT, LEAST_SHOT_SECONDS);
        this.stretches = new StretchFinder(usable, learned.dissolve(), DISSOLVE);
    }

    /**
     * @param second when the picture is on screen; not before the last one
     * @param picture blue, green and red bytes, of any size
     */
    public void accept(double second, BufferedImage picture) {
        Look look = Look.of(second, picture);
        cuts.accept(look);
        stretches.accept(look);
    }

    /**
     * To be asked once, after the last picture.
     *
     * @return the shots from 0 to {@code end} seconds, without gaps
     */
    public List<Shot> finish(double end) {
        List<Shot> shots = new ArrayList<>();
        double start = 0;
        String transition = "start";
        for (Edit edit : edits(end)) {
            if (edit.second() - start >= LEAST_SHOT_SECONDS && end - edit.second() >= LEAST_SHOT_SECONDS) {
                shots.add(new Shot(start, edit.second(), transition));
                start = edit.second();
                transition = edit.transition();
            }
        }
        shots.add(new Shot(start, end, transition));
        return shots;
    }

    private List<Edit> edits(double end) {
        Spans cutAt = new Spans();
        List<Cut> found = cuts.finish();
        found.forEach(cut -> cutAt.add(cut.second(), cut.second()));
        List<Stretch> blends = stretches.finish().stream()
                .filter(blend -> !cutAt.meet(blend.start(), blend.end()))
                .toList();
        List<Edit> edits = new ArrayList<>();
        Spans faded = new Spans();
        fades(apart(blends, false), end, edits, faded);
        List<Stretch> dissolves = blends.stream()
                .filter(blend -> !faded.meet(blend.start(), blend.end()))
                .toList();
        apart(dissolves, true).forEach(blend -> edits.add(new Edit(blend.centre(), "dissolve")));
        found.stream()
                .filter(cut -> !faded.meet(cut.second(), cut.second()))
                .forEach(cut -> edits.add(new Edit(cut.second(), "cut")));
        edits.sort(Comparator.comparingDouble(Edit::second));
        return edits;
    }

    /** Of stretches that overlap, those that weigh most; in order. */
    private static List<Stretch> apart(List<Stretch> stretches, boolean dissolves) {
        Spans taken = new Spans();
        List<Stretch> kept = new ArrayList<>();
        stretches.stream()
                .filter(stretch -> (stretch.shape() == Shape.DISSOLVE) == dissolves)
                .sorted(Comparator.comparingDouble(Stretch::weight).reversed())
                .filter(stretch -> !taken.meet(stretch.start(), stretch.end()))
                .forEach(stretch -> {
                    taken.add(stretch.start(), stretch.end());
                    kept.add(stretch);
                });
        kept.sort(Comparator.comparingDouble(Stretch::centre));
        return kept;
    }

    /** A way to plain and one from it are a fade; by itself it is one where the film begins or ends, and else a dissolve into something plain. */
    private static void fades(List<Stretch> halves, double end, List<Edit> edits, Spans faded) {
        for (int i = 0; i < halves.size(); i++) {
            Stretch half = halves.get(i);
            Stretch next = i + 1 < halves.size() ? halves.get(i + 1) : null;
            boolean down = half.shape() == Shape.TO_PLAIN;
            if (down
                    && next != null
                    && next.shape() == Shape.FROM_PLAIN
                    && next.start() - half.end() < LONGEST_PLAIN_SECONDS) {
                edits.add(new Edit((half.end() + next.start()) / 2, "fade"));
                faded.add(half.start(), next.end());
                i++;
                continue;
            }
            boolean atBorder = down ? end - half.end() < LONGEST_PLAIN_SECONDS : half.start() < LONGEST_PLAIN_SECONDS;
            if (!atBorder) {
                edits.add(new Edit(half.centre(), "dissolve"));
            }
            faded.add(half.start(), half.end());
        }
    }

    /** Stretches of time of which none overlaps another. */
    private static final class Spans {

        private static final double CLOSE = 0.03;

        private final TreeMap<Double, Double> ends = new TreeMap<>();

        void add(double start, double end) {
            ends.merge(start, end, Math::max);
        }

        /** Whether one of them lies within, or partly so. What only touches does not meet. */
        boolean meet(double start, double end) {
            double slack = Math.min(CLOSE, (end - start) / 2);
            Map.Entry<Double, Double> before = ends.lowerEntry(end - slack);
            return before != null && before.getValue() > start + slack;
        }
    }
}
