package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.function.Function;

/**
 * Dense captions, as ActivityNet Captions and YouCook2 report them. Every number is the mean over films; films without annotation are left out.
 *
 * @param films how many were measured
 * @param at what was found and said at an intersection over union of more than 0.3, 0.5, 0.7 and 0.9
 * @param events of each film the mean precision and the mean recall over the four thresholds, and the F-measure of these two
 * @param cider mean of the four CIDEr-D
 * @param sodaC {@link SodaC}, to be printed as {@link SodaC#NAME}: not the published number, for its captions are compared by {@link WordF1}
 */
public record DenseCaptionScores(
        int films, List<AtOverlap> at, PrecisionRecall events, double cider, PrecisionRecall sodaC) {

    private static final List<Double> THRESHOLDS = List.of(0.3, 0.5, 0.7, 0.9);

    /**
     * Scores of the events that overlap enough.
     *
     * @param threshold intersection over union that must be exceeded
     * @param events whether they are found, by any annotator: {@link EventDetection}
     * @param cider what is said of them, CIDEr-D: {@link EventCaptions}
     */
    public record AtOverlap(double threshold, PrecisionRecall events, double cider) {}

    /** @param items all films; those that nobody annotated are not counted */
    public static DenseCaptionScores of(List<EventsOutcome> items) {
        List<EventsOutcome> films =
                items.stream().filter(EventsOutcome::annotated).toList();
        List<AtOverlap> at =
                THRESHOLDS.stream().map(threshold -> at(films, threshold)).toList();
        return new DenseCaptionScores(
                films.size(),
                at,
                mean(films, DenseCaptionScores::overThresholds),
                at.stream().mapToDouble(AtOverlap::cider).average().orElseThrow(),
                mean(films, SodaC::of));
    }

    /**
     * @param film annotated
     * @return its events over the four thresholds: a film's own score, to be grouped or to draw an interval from
     */
    public static PrecisionRecall overThresholds(EventsOutcome film) {
        PrecisionRecall mean = PrecisionRecall.mean(THRESHOLDS.stream()
                .map(threshold -> EventDetection.of(film, threshold))
                .toList());
        return PrecisionRecall.of(mean.precision(), mean.recall());
    }

    private static AtOverlap at(List<EventsOutcome> films, double threshold) {
        return new AtOverlap(
                threshold,
                mean(films, film -> EventDetection.of(film, threshold)),
                Mean.of(films.stream().mapToDouble(film -> EventCaptions.cider(film, threshold)))
                        .value());
    }

    private static PrecisionRecall mean(List<EventsOutcome> films, Function<EventsOutcome, PrecisionRecall> score) {
        return PrecisionRecall.mean(films.stream().map(score).toList());
    }
}
