package org.timeviper.indexer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreCallsThatWereMade() {
        List<Long> shuffled =
                new ArrayList<>(LongStream.rangeClosed(1, 1000).boxed().toList());
        Collections.shuffle(shuffled, new Random(1));
        long[] nanoseconds =
                shuffled.stream().mapToLong(millis -> millis * 1_000_000).toArray();
        Latencies latencies = Latencies.of(nanoseconds, 2_000_000_000L, 500_000_000L);
        assertEquals(new Latencies(500, 950, 990, 500, 0.5), latencies);
    }

    @Test
    void ofFewCallsTheSlowestIsTold() {
        long[] nanoseconds =
                IntStream.of(3, 1, 2).mapToLong(millis -> millis * 1_000_000L).toArray();
        Latencies latencies = Latencies.of(nanoseconds, 1_000_000_000L, 3_000_000L);
        assertEquals(new Latencies(2, 3, 3, 3, 1), latencies);
    }
}
