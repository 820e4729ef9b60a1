package org.timeviper.indexer.explain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.LayerProfile;

/**
 * A film's time in columns, and how many times as much of a look falls on each as if all frames weighed alike.
 *
 * @param explanation says when each frame is shown, and until when
 * @param edges seconds between which the columns lie, one more than there are columns; not copied
 */
public record LookColumns(Explanation explanation, double[] edges) {

    /** Columns of equal time, from the first frame to the end of the clip. */
    public static LookColumns even(Explanation explanation, int columns) {
        double first = explanation.seconds().getFirst();
        double last = explanation.until(explanation.seconds().size() - 1);
        return new LookColumns(
                explanation,
                IntStream.rangeClosed(0, columns)
                        .mapToDouble(i -> i == columns ? last : first + (last - first) * i / columns)
                        .toArray());
    }

    /** A column for each frame, or columns of equal time if that would be more than {@code most}. */
    static LookColumns ofFrames(Explanation explanation, int most) {
        int frames = explanation.seconds().size();
        if (frames > most) {
            return even(explanation, most);
        }
        return new LookColumns(
                explanation,
                IntStream.rangeClosed(0, frames)
                        .mapToDouble(i -> i < frames ? explanation.seconds().get(i) : explanation.until(frames - 1))
                        .toArray());
    }

    /** How many columns there are. */
    public int count() {
        return edges.length - 1;
    }

    /**
     * @param weights of the frames, not negative, of any sum
     * @return one a column: 1 where frames weigh what all would if they weighed alike; all 0 if there is no weight
     */
    public double[] densities(double[] weights) {
        double[] densities = new double[count()];
        double even = Arrays.stream(weights).sum() / weights.length;
        int first = 0;
        for (int column = 0; column < densities.length && even > 0; column++) {
            while (first < weights.length - 1 && explanation.until(first) <= edges[column]) {
                first++;
            }
            double length = edges[column + 1] - edges[column];
            for (int frame = first; frame < weights.length && start(frame) < edges[column + 1]; frame++) {
                double inside =
                        Math.min(explanation.until(frame), edges[column + 1]) - Math.max(start(frame), edges[column]);
                densities[column] += weights[frame] / even * inside / length;
            }
        }
        return densities;
    }

    /** Where a layer looks, as if the model had been given each frame once. */
    public double[] densities(LayerProfile layer) {
        return densities(explanation.once(layer.frames()));
    }

    /** Where all layers of a kind look together. */
    public double[] densities(LayerKind kind) {
        return densities(explanation.frames(kind));
    }

    private double start(int frame) {
        return explanation.seconds().get(frame);
    }
}
