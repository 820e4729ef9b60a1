package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.evaluation.metric.LengthBuckets.Bucket;
import org.timeviper.indexer.evaluation.metric.LengthBuckets.Scored;

class LengthBucketsTest {

    @Test
    void anEdgeBelongsToTheBucketThatItBegins() {
        assertEquals(
                List.of(
                        new Bucket(0, 60, new Mean(2, (0.5 + 1) / 2)),
                        new Bucket(60, 180, new Mean(0, Double.NaN)),
                        new Bucket(180, Double.POSITIVE_INFINITY, new Mean(2, 0.25))),
                new LengthBuckets(60, 180)
                        .of(List.of(
                                new Scored(0, 0.5),
                                new Scored(59.999, 1),
                                new Scored(180, 0.5),
                                new Scored(36_000, 0))));
    }

    @Test
    void withoutEdgesAllLengthsAreOneBucket() {
        assertEquals(
                List.of(new Bucket(0, Double.POSITIVE_INFINITY, new Mean(1, 1))),
                new LengthBuckets().of(List.of(new Scored(7, 1))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aLengthThatNoFootageHasIsRefused(double seconds) {
        LengthBuckets buckets = new LengthBuckets(60);
        List<Scored> items = List.of(new Scored(seconds, 1));
        assertThrows(IllegalArgumentException.class, () -> buckets.of(items));
    }

    @Test
    void edgesAscend() {
        assertThrows(IllegalArgumentException.class, () -> new LengthBuckets(0, 60));
        assertThrows(IllegalArgumentException.class, () -> new LengthBuckets(60, 60));
        assertThrows(IllegalArgumentException.class, () -> new LengthBuckets(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new LengthBuckets(Double.POSITIVE_INFINITY));
    }

    @Property(tries = 200)
    void everyItemIsInTheOneBucketThatItsLengthIsIn(@ForAll @DoubleRange(max = 5000) double seconds) {
        for (Bucket bucket : new LengthBuckets(60, 600, 3600).of(List.of(new Scored(seconds, 1)))) {
            assertEquals(
                    seconds >= bucket.from() && seconds < bucket.to() ? 1 : 0,
                    bucket.mean().count());
        }
    }

    @Test
    void emptyBucketsAreTold() {
        List<Bucket> buckets = new LengthBuckets(60, 600).of(List.of());
        assertEquals(3, buckets.size());
        assertTrue(
                buckets.stream().allMatch(bucket -> Double.isNaN(bucket.mean().value())));
    }
}
