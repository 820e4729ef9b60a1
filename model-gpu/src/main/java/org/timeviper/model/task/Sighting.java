package org.timeviper.model.task;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.timeviper.model.generation.DrawnAnswer;
import org.timeviper.model.generation.Generation;

/**
 * What the model answers to "when is this seen?".
 *
 * @param span when, in seconds of the film; empty if it is not seen
 * @param confidence uncalibrated, 0 to 1
 * @param text the model's words
 */
record Sighting(Optional<Span> span, double confidence, String text) {

    /** What is drawn, by span in seconds of the film, and how often; and how likely it is that nothing is seen. */
    private record Draws(Map<Span, Integer> spans, double notShown) {}

    /**
     * Reads the likeliest answer, as sure as the model was of its words.
     *
     * @param clip the clip's span in the film
     */
    static Sighting said(Generation said, Span clip) {
        Optional<Span> span =
                AnswerParsing.notShown(said.text()) ? Optional.empty() : AnswerParsing.span(said.text(), clip);
        return new Sighting(span, said.confidence(), said.text().strip());
    }

    /**
     * Reads many drawn answers: what they come to is the span whose overlap (intersection over union) with what the model might have said is highest on average (minimum Bayes
     * risk). The likeliest words are not that span: of an event that begins at 3 or at 9, they name one of both, however little likelier it is.
     *
     * @param clip the clip's span in the film
     * @param refuseFrom probability from which on it is not seen
     * @return as sure as the span overlaps all the draws on average; where it is not seen, as that is likely beside the best span. In the words that were drawn most often
     */
    static Sighting drawn(List<DrawnAnswer> answers, Span clip, double refuseFrom) {
        Draws draws = read(answers, clip);
        Optional<Span> best = best(draws.spans());
        double overlap = best.map(span -> meanOverlap(span, draws.spans())).orElse(0.0) * (1 - draws.notShown());
        if (best.isEmpty() || draws.notShown() >= refuseFrom) {
            double both = draws.notShown() + overlap;
            return new Sighting(
                    Optional.empty(), both > 0 ? draws.notShown() / both : 0, mostDrawn(answers, Sighting::refuses));
        }
        return new Sighting(best, overlap, mostDrawn(answers, answer -> !refuses(answer)));
    }

    /**
     * What is left of it once the model was asked whether what was looked for is there at all.
     *
     * @param yes probability of Yes beside No
     * @param from probability from which on it is believed
     * @return this, or that it is not seen, as sure as No is
     */
    Sighting believed(double yes, double from) {
        return yes >= from ? this : unseen(1 - yes);
    }

    static Sighting unseen(double confidence) {
        return new Sighting(Optional.empty(), confidence, Prompts.notShown());
    }

    private static Draws read(List<DrawnAnswer> answers, Span clip) {
        Map<Span, Integer> spans = new LinkedHashMap<>();
        double notShown = 0;
        for (DrawnAnswer answer : answers) {
            if (refuses(answer)) {
                notShown += answer.probability();
            } else {
                AnswerParsing.span(answer.text(), clip)
                        .filter(span -> span.length() > 0)
                        .ifPresent(span -> spans.merge(span, answer.draws(), Integer::sum));
            }
        }
        return new Draws(spans, Math.min(1, notShown));
    }

    private static boolean refuses(DrawnAnswer answer) {
        return AnswerParsing.notShown(answer.text());
    }

    private static String mostDrawn(List<DrawnAnswer> answers, Predicate<DrawnAnswer> such) {
        return answers.stream()
                .filter(such)
                .max(Comparator.comparingInt(DrawnAnswer::draws).thenComparingDouble(DrawnAnswer::probability))
                .map(answer -> answer.text().strip())
                .orElse("");
    }

    /** Of all spans from a start that was drawn to an end that was: the mean overlap has no maximum elsewhere. */
    private static Optional<Span> best(Map<Span, Integer> spans) {
        double[] starts = bounds(spans, Span::start);
        double[] ends = bounds(spans, Span::end);
        Span best = null;
        double most = -1;
        for (double start : starts) {
            for (double end : ends) {
                if (start < end) {
                    Span span = new Span(start, end);
                    double overlap = meanOverlap(span, spans);
                    if (overlap > most) {
                        most = overlap;
                        best = span;
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static double[] bounds(Map<Span, Integer> spans, ToDoubleFunction<Span> bound) {
        return spans.keySet().stream().mapToDouble(bound).distinct().sorted().toArray();
    }

    private static double meanOverlap(Span span, Map<Span, Integer> spans) {
        double sum = 0;
        int draws = 0;
        for (Map.Entry<Span, Integer> drawn : spans.entrySet()) {
            sum += drawn.getValue() * span.overlap(drawn.getKey());
            draws += drawn.getValue();
        }
        return sum / draws;
    }
}
