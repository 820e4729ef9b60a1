package org.timeviper.indexer.media.decoder.shots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds stretches that are a blend from one look to another: all of the picture goes over at the same pace, and what is seen in the middle is both. Something large that passes changes the picture
 * place by place, a moving camera keeps its contrast, and another light keeps its lines. A stretch of which one end is plain is half of a fade.
 */
final class StretchFinder {

    /**
     * @param half of its length, in seconds
     * @param weight by which it goes before others that it overlaps
     * @param shape what its ends are
     */
    record Stretch(double centre, double half, double weight, Shape shape) {

        double start() {
            return centre - half;
        }

        double end() {
            return centre + half;
        }
    }

    /** What is at both ends of a stretch. */
    enum Shape {
        TO_PLAIN,
        FROM_PLAIN,
        DISSOLVE
    }

    private static final double A_SECOND = 12.5;
    private static final double LONGEST_HALF_SECONDS = 1.6;
    private static final double PLACES_A_SECOND = 2;
    private static final int[] HALVES = {2, 3, 4, 6, 8, 11, 15};
    private static final int LONGEST = HALVES[HALVES.length - 1];
    private static final double LEAST_CHANGE = 8;
    private static final double MOST_UNEVEN = 0.35;
    private static final double MOST_ALIKE = 0.5;

    /** A part of a dissolve is one, too; the whole of it changes more. */
    private static final double WHOLE = 8;

    private static final double PLAIN = 3;
    private static final double LEAST_FADE = 14;
    private static final double MOST_FADE_RESIDUE = 0.27;
    private static final double MOST_FADE_UNEVEN = 0.2;
    private static final double MOST_RESIDUE = 3;

    /** Of each of these one stretch is kept, so that a film of nothing but edits needs no more memory than another. */
    private record Place(Shape shape, long number) {}

    /**
     * How a row goes from one end of a stretch to the other.
     *
     * @param residue how far it is from a blend of both, as a share of the change
     * @param uneven how far the share of the other end is from even, at most
     * @param change root of the mean square
     */
    private record Blend(double residue, double uneven, double change) {}

    private final EditOdds odds;
    private final double least;
    private final int every;
    private final double between;
    private final Recent looks = new Recent(4 * LONGEST);
    private final Products colours = new Products(looks, Look::colours, 2 * LONGEST);
    private final Products gradients =
            new Products(looks, look -> look.gradients().row(), 2 * LONGEST);
    private final Map<Place, Stretch> found = new HashMap<>();
    private int frames;

    /**
     * @param rate pictures a second
     * @param least odds from which a stretch is a dissolve
     */
    StretchFinder(double rate, EditOdds odds, double least) {
        this.odds = odds;
        this.least = least;
        this.every = (int) Math.max(1, Math.round(rate / A_SECOND));
        this.between = every / rate;
    }

    void accept(Look look) {
        if (frames++ % every == 0) {
            looks.add(look);
            colours.accept();
            gradients.accept();
            for (int half : HALVES) {
                judge(looks.count() - 1 - half - lag(half), half);
            }
        }
    }

    /** @return of each shape the surest of every half a second, in no order */
    List<Stretch> finish() {
        for (int half : HALVES) {
            for (int centre = looks.count() - half - lag(half); centre < looks.count() - half; centre++) {
                judge(centre, half);
            }
        }
        return List.copyOf(found.values());
    }

    private static int lag(int half) {
        return half / 2 + 1;
    }

    private void judge(int centre, int half) {
        if (centre < half || half * between > LONGEST_HALF_SECONDS) {
            return;
        }
        Look first = looks.get(centre - half);
        Look last = looks.get(centre + half);
        Blend blend = blend(colours, centre, half, first.colours().length);
        if (blend.change() < LEAST_CHANGE
                || blend.uneven() > MOST_UNEVEN
                || first.lines().alike(last.lines()) > MOST_ALIKE) {
            return;
        }
        boolean fromPlain = plain(first);
        boolean toPlain = plain(last);
        double second = looks.get(centre).second();
        double seconds = half * between;
        if (fromPlain != toPlain && fades(blend)) {
            Shape shape = fromPlain ? Shape.FROM_PLAIN : Shape.TO_PLAIN;
            keep(new Stretch(second, seconds, blend.change(), shape));
        }
        double dissolve = dissolve(centre, half, blend);
        if (dissolve >= least) {
            double weight = dissolve + WHOLE * Math.log(blend.change());
            keep(new Stretch(second, seconds, weight, Shape.DISSOLVE));
        }
    }

    private double dissolve(int centre, int half, Blend blend) {
        Look first = looks.get(centre - half);
        Look middle = looks.get(centre);
        Look last = looks.get(centre + half);
        int length = first.gradients().row().length;
        double fine = Math.min(blend(gradients, centre, half, length).residue(), MOST_RESIDUE);
        return odds.of(
                Math.log(blend.change()),
                blend.residue(),
                blend.uneven(),
                fine,
                first.light().alike(last.light()),
                contrast(first.light(), middle.light(), last.light()),
                first.gradients().alike(last.gradients()),
                contrast(first.gradients(), middle.gradients(), last.gradients()),
                first.lines().alike(last.lines()),
                contrast(first.lines(), middle.lines(), last.lines()),
                beside(centre, half, blend.change()),
                Math.log(half));
    }

    private static boolean plain(Look look) {
        return look.light().power() < PLAIN * PLAIN;
    }

    private static boolean fades(Blend blend) {
        return blend.change() > LEAST_FADE && blend.residue() < MOST_FADE_RESIDUE && blend.uneven() < MOST_FADE_UNEVEN;
    }

    private static double contrast(Look.View first, Look.View middle, Look.View last) {
        return Math.log((middle.power() + 0.5) / ((first.power() + last.power()) / 2 + 0.5));
    }

    /** How fast the looks change just outside of a stretch, beside how fast they do within it. */
    private double beside(int centre, int half, double change) {
        int lag = lag(half);
        int before = Math.max(0, centre - half - lag);
        int after = Math.min(looks.count() - 1, centre + half + lag);
        double outside = Math.max(
                Rows.apart(looks.get(centre - half).colours(), looks.get(before).colours()),
                Rows.apart(looks.get(centre + half).colours(), looks.get(after).colours()));
        return Math.log((outside + 1) / (change * lag / (2 * half) + 1));
    }

    /** Of the first row a, the last b and each x between: what is measured of x - a along b - a, from their products alone. */
    private static Blend blend(Products rows, int centre, int half, int length) {
        int a = centre - half;
        int b = centre + half;
        double aa = rows.of(a, a);
        double ab = rows.of(a, b);
        double power = Math.max(0, rows.of(b, b) - 2 * ab + aa) + 1e-6;
        double residue = 0;
        double uneven = 0;
        for (int k = 1; k < 2 * half; k++) {
            int x = a + k;
            double ax = rows.of(a, x);
            double share = (rows.of(x, b) - ax - ab + aa) / power;
            double moved = rows.of(x, x) - 2 * ax + aa;
            residue += Math.max(0, moved - share * share * power) / power / (2 * half - 1);
            uneven = Math.max(uneven, Math.abs(share - k / (2.0 * half)));
        }
        return new Blend(Math.sqrt(residue), uneven, Math.sqrt(power / length));
    }

    private void keep(Stretch stretch) {
        Place place = new Place(stretch.shape(), (long) (stretch.centre() * PLACES_A_SECOND));
        found.merge(place, stretch, (one, other) -> one.weight() >= other.weight() ? one : other);
    }
}
