package org.timeviper.indexer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.benchmark.PlainSearch.Span;

class PlainSearchTest {

    @Test
    void scenesThatFollowEachOtherAreJoinedUnderTheBestOnesScore() {
        List<Span> joined = PlainSearch.joined(List.of(
                new Span("v1", 10, 20, 1, "second"),
                new Span("v2", 0, 10, 2, "elsewhere"),
                new Span("v1", 0, 9, 3, "first"),
                new Span("v1", 23, 30, 0.5, "later")));
        assertEquals(
                List.of(
                        new Span("v1", 0, 20, 3, "first"),
                        new Span("v2", 0, 10, 2, "elsewhere"),
                        new Span("v1", 23, 30, 0.5, "later")),
                joined);
    }
}
