package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.Span;

/** Scenes are looked at when all windows that they show have been, and soon after. */
class PortionTest {

    @Test
    void aSceneThatGoesOnBehindThePortionsWindowsIsLookedAtWithTheNext() {
        List<Span> windows = List.of(new Span(0, 50), new Span(50, 100), new Span(100, 130));
        List<Span> scenes =
                List.of(new Span(0, 30), new Span(30, 53), new Span(53, 100), new Span(100, 120), new Span(120, 130));
        assertEquals(
                List.of(
                        new Portion(windows.subList(0, 1), scenes.subList(0, 1)),
                        new Portion(windows.subList(1, 2), scenes.subList(1, 3)),
                        new Portion(windows.subList(2, 3), scenes.subList(3, 5))),
                Portion.of(windows, scenes, 1));
        assertEquals(
                List.of(
                        new Portion(windows.subList(0, 2), scenes.subList(0, 3)),
                        new Portion(windows.subList(2, 3), scenes.subList(3, 5))),
                Portion.of(windows, scenes, 2));
        assertEquals(List.of(new Portion(windows, scenes)), Portion.of(windows, scenes, 8));
    }
}
