package org.timeviper.indexer.evaluation.run;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * What the answers from the windows of some footage come to for all of it, as the service takes them: events one after the other; of everything else the surest answer that sees
 * what was asked for, or else the surest. What descriptions of scenes come to, {@link SceneCaptions} tells.
 */
final class WindowedAnswer {

    private WindowedAnswer() {}

    /** @param windows in order, at least one, all of one kind */
    static Outcome of(List<Outcome> windows) {
        if (windows.size() == 1) {
            return windows.getFirst();
        }
        return switch (windows.getFirst()) {
            case Outcome.Chosen any ->
                surest(windows, Outcome.Chosen.class, choice -> true, Outcome.Chosen::confidence);
            case Outcome.Grounded any ->
                surest(
                        windows,
                        Outcome.Grounded.class,
                        found -> !found.spans().isEmpty(),
                        Outcome.Grounded::confidence);
            case Outcome.Listed any -> listed(of(windows, Outcome.Listed.class));
            case Outcome.Said any -> surest(windows, Outcome.Said.class, Outcome.Said::shown, Outcome.Said::confidence);
            case Outcome.Edited edited -> edited; // of the whole film
            case Outcome.Failed failed -> failed;
        };
    }

    private static <T extends Outcome> List<T> of(List<Outcome> windows, Class<T> kind) {
        return windows.stream().map(kind::cast).toList();
    }

    private static <T extends Outcome> T surest(
            List<Outcome> windows, Class<T> kind, Predicate<T> sees, Function<T, Double> confidence) {
        Comparator<T> bySurety = Comparator.comparing(confidence);
        List<T> all = of(windows, kind);
        return all.stream()
                .filter(sees)
                .max(bySurety)
                .or(() -> all.stream().max(bySurety))
                .orElseThrow();
    }

    private static Outcome listed(List<Outcome.Listed> windows) {
        List<TimedText> events =
                windows.stream().flatMap(window -> window.events().stream()).toList();
        List<Double> confidences = windows.stream()
                .flatMap(window -> window.confidences().stream())
                .toList();
        return new Outcome.Listed(
                events,
                confidences,
                confidences.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }
}
