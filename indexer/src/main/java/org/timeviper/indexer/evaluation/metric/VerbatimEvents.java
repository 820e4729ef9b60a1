package org.timeviper.indexer.evaluation.metric;

import java.util.Arrays;
import java.util.List;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * Whether events are found when they happen and told in the annotator's very words, as films can ask for whose events have one name each. A predicted event stands for one annotated
 * event and an annotated one for one predicted, if their texts are equal and they overlap by half or more; as many are paired as can be. With several annotators it is the one that
 * the model agrees with best.
 */
public final class VerbatimEvents {

    /** Least intersection over union of a pair. */
    private static final double OVERLAP = 0.5;

    private VerbatimEvents() {}

    /**
     * @param film annotated or not
     * @return twice the pairs over all events, predicted and annotated: 0 to 1; 0 if nobody has said what happens
     */
    public static double f1(EventsOutcome film) {
        return film.references().stream()
                .mapToDouble(annotator -> 2.0
                        * pairs(annotator, film)
                        / (annotator.size() + film.predicted().size()))
                .max()
                .orElse(0);
    }

    private static int pairs(List<TimedText> annotator, EventsOutcome film) {
        double[][] overlaps = film.overlaps(annotator);
        boolean[][] same = new boolean[annotator.size()][film.predicted().size()];
        for (int i = 0; i < same.length; i++) {
            for (int j = 0; j < same[i].length; j++) {
                same[i][j] = overlaps[i][j] >= OVERLAP
                        && annotator
                                .get(i)
                                .text()
                                .equals(film.predicted().get(j).text());
            }
        }
        int[] annotatedOf = new int[film.predicted().size()];
        Arrays.fill(annotatedOf, -1);
        int pairs = 0;
        for (int i = 0; i < same.length; i++) {
            pairs += paired(i, same, annotatedOf, new boolean[annotatedOf.length]) ? 1 : 0;
        }
        return pairs;
    }

    /** Finds a predicted event for an annotated one; one that is taken is given up if its annotated event finds another. */
    private static boolean paired(int annotated, boolean[][] same, int[] annotatedOf, boolean[] asked) {
        for (int j = 0; j < asked.length; j++) {
            if (same[annotated][j] && !asked[j]) {
                asked[j] = true;
                if (annotatedOf[j] < 0 || paired(annotatedOf[j], same, annotatedOf, asked)) {
                    annotatedOf[j] = annotated;
                    return true;
                }
            }
        }
        return false;
    }
}
