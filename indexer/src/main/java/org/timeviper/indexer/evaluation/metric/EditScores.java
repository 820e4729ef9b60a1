package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.evaluation.Transition;

/**
 * How many of some films' edits were found, and how much of what was found is one. Each counts once. An edit is found by one that overlaps it, where both may lie two frames apart: so it is
 * usually told for ClipShots, BBC and RAI, as in the evaluation of TransNet V2 (Souček and Lokoč, 2020).
 *
 * @param found how many were found, right or not
 * @param cuts of one frame to the next
 * @param gradual dissolves, fades and whatever else takes its time
 */
public record EditScores(int found, Recalled cuts, Recalled gradual) {

    /** By half a frame on each side of both: two frames apart, their ends touch. */
    private static final double MARGIN = 0.5;

    /**
     * Edits of one kind.
     *
     * @param edits how many there are
     * @param found how many of them were found
     */
    public record Recalled(int edits, int found) {

        /** @return the share that was found; NaN if there are none */
        public double recall() {
            return edits == 0 ? Double.NaN : (double) found / edits;
        }
    }

    public static EditScores of(List<EditsOutcome> films) {
        List<Transition> annotated = new ArrayList<>();
        List<Transition> right = new ArrayList<>();
        int found = 0;
        for (EditsOutcome film : films) {
            annotated.addAll(film.annotated());
            right.addAll(foundOf(film));
            found += film.found().size();
        }
        return new EditScores(found, recalled(annotated, right, true), recalled(annotated, right, false));
    }

    private static Recalled recalled(List<Transition> annotated, List<Transition> right, boolean cuts) {
        return new Recalled(count(annotated, cuts), count(right, cuts));
    }

    private static int count(List<Transition> edits, boolean cuts) {
        return (int) edits.stream().filter(edit -> edit.abrupt() == cuts).count();
    }

    /** The annotated edits that were found: both in the order of time, and the earlier of two that do not meet is left behind. */
    private static List<Transition> foundOf(EditsOutcome film) {
        List<Transition> right = new ArrayList<>();
        int next = 0;
        for (Transition edit : film.annotated()) {
            while (next < film.found().size() && isBefore(film.found().get(next), edit)) {
                next++;
            }
            if (next < film.found().size() && !isBefore(edit, film.found().get(next))) {
                right.add(edit);
                next++;
            }
        }
        return right;
    }

    private static boolean isBefore(Transition one, Transition other) {
        return one.first() + MARGIN < other.last() - MARGIN;
    }

    /** @return how many edits there are */
    public int edits() {
        return cuts.edits() + gradual.edits();
    }

    /** @return the share of what was found that is an edit; NaN if nothing was found */
    public double precision() {
        return found == 0 ? Double.NaN : (double) (cuts.found() + gradual.found()) / found;
    }

    /** @return the share of the edits that was found; NaN if there are none */
    public double recall() {
        return new Recalled(edits(), cuts.found() + gradual.found()).recall();
    }

    /** @return the harmonic mean of the two; 1 if there are no edits and none was found */
    public double f1() {
        return edits() + found == 0 ? 1 : 2.0 * (cuts.found() + gradual.found()) / (edits() + found);
    }
}
