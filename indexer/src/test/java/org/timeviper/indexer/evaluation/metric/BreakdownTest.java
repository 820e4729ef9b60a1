package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.ItemGroups;
import org.timeviper.indexer.evaluation.metric.Breakdown.Scored;

class BreakdownTest {

    private static final Breakdown BREAKDOWN = Breakdown.of(List.of(
            new Scored(ItemGroups.of("task", "order", "duration", "short"), 1),
            new Scored(ItemGroups.of("task", "order", "duration", "long"), 0),
            new Scored(ItemGroups.of("task", "count", "duration", "long"), 0.5),
            new Scored(ItemGroups.of("task", "order"), 0)));

    @Test
    void everyGroupOfEveryKeyHasItsMean() {
        assertEquals(new Mean(4, (1 + 0 + 0.5 + 0) / 4), BREAKDOWN.total());
        assertEquals(
                Map.of("count", new Mean(1, 0.5), "order", new Mean(3, 1 / 3.0)),
                BREAKDOWN.groups().get("task"));
        assertEquals(
                Map.of("long", new Mean(2, 0.25), "short", new Mean(1, 1.0)),
                BREAKDOWN.groups().get("duration"));
    }

    @Test
    void theAverageOverTasksWeighsTasksAlike() {
        // (count 1/2 + order 1/3) / 2, where the mean over items is 3/8
        assertEquals((1 / 2.0 + 1 / 3.0) / 2, BREAKDOWN.averageOver("task").value(), 1e-15);
        assertEquals(2, BREAKDOWN.averageOver("task").count());
    }

    @Test
    void anItemOfSeveralGroupsCountsInEach() {
        Breakdown several = Breakdown.of(List.of(
                new Scored(ItemGroups.of("task", "reasoning", "task", "summary"), 1),
                new Scored(ItemGroups.of("task", "reasoning"), 0)));
        assertEquals(new Mean(2, 0.5), several.total());
        assertEquals(
                Map.of("reasoning", new Mean(2, 0.5), "summary", new Mean(1, 1)),
                several.groups().get("task"));
        assertEquals(new Mean(3, 2 / 3.0), several.overGroups("task"));
        assertEquals(new Mean(0, Double.NaN), several.overGroups("genre"));
    }

    @Test
    void aKeyThatNobodyHasHasNoAverage() {
        assertEquals(new Mean(0, Double.NaN), BREAKDOWN.averageOver("genre"));
    }

    @Test
    void withoutItemsThereAreNoGroups() {
        assertEquals(new Breakdown(Mean.of(), new TreeMap<>()), Breakdown.of(List.of()));
    }

    @Test
    void groupsCannotBeChangedFromOutside() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> BREAKDOWN.groups().get("task").clear());
    }
}
