package org.timeviper.indexer.media;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.model.task.Span;

/**
 * How film is cut into what the model looks at in one go, and into scenes. Borders fall on whole seconds, where the sampled pictures are, and on edits where there are any: what is
 * seen in one shot is mostly seen in no other, so that no border cuts it.
 */
public final class Windows {

    /** Wanted length of a scene, and of a window, at least, in seconds: a shorter one joins its neighbour where the sum still fits. */
    private static final double LEAST = 5;

    private Windows() {}

    /**
     * Groups shots, as many as fit, into what is looked at in one go; a shot that does not fit is cut into equal parts.
     *
     * @param shots in order, without gaps, at least one
     * @param longest length at most, in seconds
     */
    public static List<Span> looks(List<Shot> shots, double longest) {
        return joined(pieces(shots, longest), longest, true);
    }

    /**
     * As {@link #looks(List, double)}, of a stretch of the film.
     *
     * @return the stretch itself if it lies beside all shots
     */
    public static List<Span> looks(List<Shot> shots, Span stretch, double longest) {
        List<Shot> within = within(shots, stretch);
        return within.isEmpty() ? List.of(stretch) : looks(within, longest);
    }

    /**
     * Scenes: the shots, of which one that is too short joins its neighbour where that fits, and one that is too long is cut into equal parts.
     *
     * @param shots in order, without gaps, at least one
     * @param longest length at most, in seconds
     */
    public static List<Span> scenes(List<Shot> shots, double longest) {
        return joined(pieces(shots, longest), longest, false);
    }

    /**
     * As {@link #scenes(List, double)}, of a stretch of the film.
     *
     * @return the stretch itself if it lies beside all shots
     */
    public static List<Span> scenes(List<Shot> shots, Span stretch, double longest) {
        List<Shot> within = within(shots, stretch);
        return within.isEmpty() ? List.of(stretch) : scenes(within, longest);
    }

    private static List<Shot> within(List<Shot> shots, Span stretch) {
        return shots.stream()
                .filter(shot -> shot.end() > stretch.start() && shot.start() < stretch.end())
                .map(shot -> new Shot(
                        Math.max(shot.start(), stretch.start()),
                        Math.min(shot.end(), stretch.end()),
                        shot.transition()))
                .toList();
    }

    private static List<Span> pieces(List<Shot> shots, double longest) {
        List<Span> pieces = new ArrayList<>();
        double end = shots.getLast().end();
        double from = shots.getFirst().start();
        for (Shot shot : shots) {
            double to = shot == shots.getLast() ? end : Math.min(end, Math.ceil(shot.end()));
            if (to > from) {
                split(from, to, longest, pieces);
                from = to;
            }
        }
        return pieces;
    }

    private static void split(double from, double to, double longest, List<Span> pieces) {
        double first = Math.floor(from);
        double whole = Math.ceil(to) - first;
        int parts = (int) Math.ceil(whole / longest);
        double at = from;
        for (int i = 1; i <= parts; i++) {
            double next = i == parts ? to : Math.min(to, Math.ceil(first + whole * i / parts));
            if (next > at) {
                pieces.add(new Span(at, next));
                at = next;
            }
        }
    }

    private static List<Span> joined(List<Span> pieces, double longest, boolean fill) {
        List<Span> spans = new ArrayList<>();
        for (Span piece : pieces) {
            Span last = spans.isEmpty() ? null : spans.getLast();
            boolean fits = last != null && piece.end() - last.start() <= longest;
            if (fits && (fill || last.length() < LEAST || piece.length() < LEAST)) {
                spans.set(spans.size() - 1, new Span(last.start(), piece.end()));
            } else {
                spans.add(piece);
            }
        }
        return List.copyOf(spans);
    }
}
