package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * SODA_c of a film (Fujita et al. 2020): whether the predicted events tell the film's story. Annotated and predicted events are paired in the order of time so that the sum, over the
 * pairs, of intersection over union times likeness of the captions is greatest; that sum over the number of predicted events is the precision, over the number of annotated events the
 * recall. Both can be 1 only where the story is told event by event, with neither more nor fewer.
 *
 * <p><b>Not the published number:</b> the likeness of captions is METEOR there and {@link WordF1} here, so values must not be compared with those of papers; whoever prints them says
 * {@link #NAME}.
 *
 * <p>With several annotators the one counts whose F-measure is highest, as the authors' code does with several references.
 */
public final class SodaC {

    /** What the measure is to be called in tables. */
    public static final String NAME = "SODA_c (word F1 instead of METEOR)";

    private SodaC() {}

    /**
     * @param film annotated
     * @return all 0 if nothing was predicted, or nobody annotated the film
     */
    public static PrecisionRecall of(EventsOutcome film) {
        return of(film, (a, b) -> WordF1.between(CaptionTokens.of(a), CaptionTokens.of(b)));
    }

    /** @param likeness of two captions, 0 to 1 */
    static PrecisionRecall of(EventsOutcome film, ToDoubleBiFunction<String, String> likeness) {
        PrecisionRecall best = PrecisionRecall.of(0, 0);
        for (List<TimedText> annotator : film.references()) {
            double worth = OrderedAlignment.best(worth(film, annotator, likeness));
            PrecisionRecall told =
                    PrecisionRecall.of(worth / Math.max(1, film.predicted().size()), worth / annotator.size());
            best = told.f1() > best.f1() ? told : best;
        }
        return best;
    }

    private static double[][] worth(
            EventsOutcome film, List<TimedText> annotator, ToDoubleBiFunction<String, String> likeness) {
        double[][] worth = film.overlaps(annotator);
        for (int i = 0; i < worth.length; i++) {
            for (int j = 0; j < worth[i].length; j++) {
                if (worth[i][j] > 0) {
                    worth[i][j] *= likeness.applyAsDouble(
                            annotator.get(i).text(), film.predicted().get(j).text());
                }
            }
        }
        return worth;
    }
}
