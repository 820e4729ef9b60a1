package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.evaluation.ItemGroups;

class ChoiceScoresTest {

    private static final ItemGroups SHORT_ORDER = ItemGroups.of("task", "order", "duration", "short");
    private static final ItemGroups LONG_ORDER = ItemGroups.of("task", "order", "duration", "long");
    private static final ItemGroups LONG_COUNT = ItemGroups.of("task", "count", "duration", "long");

    private static final ChoiceScores SCORES = ChoiceScores.of(List.of(
            new ChoiceOutcome(SHORT_ORDER, 0, 0),
            new ChoiceOutcome(SHORT_ORDER, 3, 3),
            new ChoiceOutcome(LONG_ORDER, 2, 1),
            new ChoiceOutcome(LONG_COUNT, 1, -1),
            new ChoiceOutcome(LONG_COUNT, 1, 1)));

    @Test
    void accuracyIsOverAllQuestionsAndOverEachGroup() {
        assertEquals(new Mean(5, 3 / 5.0), SCORES.accuracy().total());
        assertEquals(
                Map.of("order", new Mean(3, 2 / 3.0), "count", new Mean(2, 1 / 2.0)),
                SCORES.accuracy().groups().get("task"));
        assertEquals(
                Map.of("short", new Mean(2, 1.0), "long", new Mean(3, 1 / 3.0)),
                SCORES.accuracy().groups().get("duration"));
    }

    @Test
    void theAverageOverTasksIsNotTheAverageOverQuestions() {
        assertEquals(
                (2 / 3.0 + 1 / 2.0) / 2, SCORES.accuracy().averageOver("task").value(), 1e-12);
    }

    @Test
    void aQuestionThatIsNotAnsweredIsAnsweredWrongly() {
        assertEquals(1, SCORES.unanswered());
        assertEquals(
                0,
                ChoiceScores.of(List.of(new ChoiceOutcome(ItemGroups.NONE, 0, -1)))
                        .accuracy()
                        .total()
                        .value());
    }

    @Test
    void withoutQuestionsNothingIsSaid() {
        assertEquals(
                new Mean(0, Double.NaN), ChoiceScores.of(List.of()).accuracy().total());
    }

    @Test
    void aQuestionHasARightOption() {
        assertThrows(IllegalArgumentException.class, () -> new ChoiceOutcome(ItemGroups.NONE, -1, -1));
    }

    @Property(tries = 100)
    void theMeanOfTheGroupsWeighedBySizeIsTheTotalWhateverTheOrder(
            @ForAll("outcomes") List<ChoiceOutcome> items, @ForAll long seed) {
        ChoiceScores scores = ChoiceScores.of(items);
        double right = scores.accuracy().groups().get("task").values().stream()
                .mapToDouble(mean -> mean.value() * mean.count())
                .sum();
        assertEquals(scores.accuracy().total().value(), right / items.size(), 1e-12);
        assertTrue(scores.accuracy().total().value() <= 1 - scores.unanswered() / (double) items.size() + 1e-12);
        List<ChoiceOutcome> shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(scores, ChoiceScores.of(shuffled));
    }

    @Provide
    Arbitrary<List<ChoiceOutcome>> outcomes() {
        return Combinators.combine(
                        Arbitraries.of("order", "count", "ego"),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(-1, 3))
                .as((task, answer, chosen) -> new ChoiceOutcome(ItemGroups.of("task", task), answer, chosen))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }
}
