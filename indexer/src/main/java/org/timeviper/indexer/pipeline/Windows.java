package org.timeviper.indexer.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.media.Shot;
import org.timeviper.model.task.Span;

/** How a film is cut into what the model looks at in one go, and into scenes. Borders fall on whole seconds, where the sampled pictures are, and on edits where there are any. */
final class Windows {

    private Windows() {}

    /**
     * Groups shots into stretches of at most {@code most} seconds; a longer shot is cut into equal parts; a stretch shorter than {@code least} joins its neighbour
     * where the sum still fits.
     *
     * @param shots the film's shots in order, without gaps
     * @param least wanted length at least, in seconds
     * @param most length at most, in seconds
     * @param fill whether shots are joined as long as they fit, or only where one is too short
     */
    static List<Span> of(List<Shot> shots, double least, double most, boolean fill) {
        List<Span> pieces = new ArrayList<>();
        double end = shots.getLast().end();
        double from = 0;
        for (Shot shot : shots) {
            double to = shot == shots.getLast() ? end : Math.min(end, Math.ceil(shot.end()));
            if (to > from) {
                split(from, to, most, pieces);
                from = to;
            }
        }
        return joined(pieces, least, most, fill);
    }

    private static void split(double from, double to, double most, List<Span> pieces) {
        int parts = (int) Math.ceil((to - from) / most);
        double at = from;
        for (int i = 1; i <= parts; i++) {
            double next = i == parts ? to : Math.ceil(from + (to - from) * i / parts);
            pieces.add(new Span(at, next));
            at = next;
        }
    }

    private static List<Span> joined(List<Span> pieces, double least, double most, boolean fill) {
        List<Span> spans = new ArrayList<>();
        for (Span piece : pieces) {
            Span last = spans.isEmpty() ? null : spans.getLast();
            boolean fits = last != null && piece.end() - last.start() <= most;
            if (fits && (fill || last.length() < least || piece.length() < least)) {
                spans.set(spans.size() - 1, new Span(last.start(), piece.end()));
            } else {
                spans.add(piece);
            }
        }
        return List.copyOf(spans);
    }
}
