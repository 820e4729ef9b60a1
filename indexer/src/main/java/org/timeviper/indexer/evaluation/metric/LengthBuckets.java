package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scores told apart by how long the footage is. A bucket holds the lengths from its edge up to, and without, the next; the last one has no end. */
public final class LengthBuckets {

    /**
     * An item's score.
     *
     * @param seconds length of the footage that the item is about
     * @param score finite
     */
    public record Scored(double seconds, double score) {}

    /**
     * What was scored at some lengths.
     *
     * @param from shortest length, in seconds
     * @param to length in seconds that is too long; infinite in the last bucket
     * @param mean of the scores; NaN where no footage is that long
     */
    public record Bucket(double from, double to, Mean mean) {}

    private final double[] edges;

    /**
     * @param edges seconds at which a bucket begins, ascending; the first bucket begins at 0 and is not named
     * @throws IllegalArgumentException if they do not ascend from above 0, or one is no finite number
     */
    public LengthBuckets(double... edges) {
        double before = 0;
        for (double edge : edges) {
            if (!(edge > before) || Double.isInfinite(edge)) {
                throw new IllegalArgumentException(
                        "a bucket of lengths cannot begin at " + edge + " s after one at " + before + " s");
            }
            before = edge;
        }
        this.edges = edges.clone();
    }

    /**
     * @return every bucket, shortest first, also those without an item
     * @throws IllegalArgumentException if a length is negative or no finite number, or a score no finite number
     */
    public List<Bucket> of(List<Scored> items) {
        List<List<Double>> scores = new ArrayList<>();
        IntStream.rangeClosed(0, edges.length).forEach(i -> scores.add(new ArrayList<>()));
        for (Scored item : items) {
            scores.get(bucket(item.seconds())).add(item.score());
        }
        return IntStream.rangeClosed(0, edges.length)
                .mapToObj(i -> new Bucket(
                        i == 0 ? 0 : edges[i - 1],
                        i == edges.length ? Double.POSITIVE_INFINITY : edges[i],
                        Mean.of(scores.get(i).stream().mapToDouble(Double::doubleValue))))
                .toList();
    }

    private int bucket(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("footage cannot be " + seconds + " s long");
        }
        int bucket = 0;
        while (bucket < edges.length && seconds >= edges[bucket]) {
            bucket++;
        }
        return bucket;
    }
}
