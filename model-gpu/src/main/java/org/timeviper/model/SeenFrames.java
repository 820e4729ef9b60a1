package org.timeviper.model;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timeviper.model.measure.Miniature;
import org.timeviper.model.tensor.Workspace;

/**
 * What sessions have seen of a film's frames, known by when each is shown. What is seen of a frame depends on its own picture alone, so that another session about the same film need
 * not look at it again.
 */
final class SeenFrames {
    private final Map<Double, Row> rows = new HashMap<>();

    /**
     * Who has seen a frame.
     *
     * @param frame the frame's number in the session
     */
    private record Row(VideoSession session, int frame) {}

    private SeenFrames() {}

    /** No frame was seen yet. */
    static SeenFrames none() {
        return new SeenFrames();
    }

    /** @param sessions about one film; must stay open while this is used */
    static SeenFrames in(List<VideoSession> sessions) {
        SeenFrames seen = new SeenFrames();
        for (VideoSession session : sessions) {
            List<Double> seconds = session.clip().frames().seconds();
            for (int frame = 0; frame < seconds.size(); frame++) {
                seen.rows.put(seconds.get(frame), new Row(session, frame));
            }
        }
        return seen;
    }

    /** The numbers of those frames that were not seen, in order. */
    List<Integer> missing(FrameSource frames) {
        List<Double> seconds = frames.seconds();
        return IntStream.range(0, seconds.size())
                .filter(frame -> !rows.containsKey(seconds.get(frame)))
                .boxed()
                .toList();
    }

    /**
     * @param tokens of a frame
     * @return a view of a frame's embeddings, (tokens, hidden); empty if it was not seen
     */
    Optional<NDArray> of(Workspace workspace, double seconds, int tokens) {
        return Optional.ofNullable(rows.get(seconds))
                .map(row -> workspace.rows(row.session().embeddings(), (long) row.frame() * tokens, tokens));
    }

    /** A frame's picture, small; empty if it was not seen, or not made so. */
    Optional<Miniature> miniature(double seconds) {
        return Optional.ofNullable(rows.get(seconds))
                .flatMap(row -> row.session().miniature(row.frame()));
    }
}
