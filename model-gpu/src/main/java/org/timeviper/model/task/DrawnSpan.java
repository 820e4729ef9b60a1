package org.timeviper.model.task;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.timeviper.model.generation.DrawnAnswer;

/**
 * What many drawn answers to "when is this seen?" come to: the span whose overlap (intersection over union) with what the model might have said is highest on average (minimum Bayes
 * risk). The likeliest words are not that span: of an event that begins at 3 or at 9, they name one of both, however little likelier it is.
 *
 * @param span empty if it is not seen
 * @param confidence how well the span overlaps all the draws on average; where it is not seen, how likely that is beside the best span. 0 to 1
 * @param text the answer that was drawn most often
 */
record DrawnSpan(Optional<Span> span, double confidence, String text) {

    /** What is drawn, by span in seconds of the film, and how often; and how likely it is that nothing is seen. */
    private record Draws(Map<Span, Integer> spans, double notShown) {}

    /** @param refuseFrom probability from which on it is not seen */
    static DrawnSpan of(List<DrawnAnswer> answers, Span clip, double refuseFrom) {
        Draws draws = read(answers, clip);
        Optional<Span> best = best(draws.spans());
        double overlap = best.map(span -> meanOverlap(span, draws.spans())).orElse(0.0) * (1 - draws.notShown());
        if (best.isEmpty() || draws.notShown() >= refuseFrom) {
            double both = draws.notShown() + overlap;
            return new DrawnSpan(
                    Optional.empty(), both > 0 ? draws.notShown() / both : 0, mostDrawn(answers, DrawnSpan::refuses));
        }
        return new DrawnSpan(best, overlap, mostDrawn(answers, answer -> !refuses(answer)));
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
