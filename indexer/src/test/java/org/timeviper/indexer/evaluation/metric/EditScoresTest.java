package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.timeviper.indexer.evaluation.Transition;

class EditScoresTest {

    private static Transition cut(int first) {
        return new Transition(first - 1, first);
    }

    private static EditScores scores(List<Transition> annotated, List<Transition> found) {
        return EditScores.of(List.of(new EditsOutcome(annotated, found)));
    }

    @Example
    void whatLiesTwoFramesOffIsRightAndThreeIsNot() {
        for (int off = -4; off <= 4; off++) {
            assertEquals(
                    Math.abs(off) <= 2 ? 1 : 0,
                    scores(List.of(cut(50)), List.of(cut(50 + off))).cuts().found(),
                    "off by " + off);
        }
    }

    @Example
    void anEditThatTakesItsTimeIsFoundByWhateverLiesInIt() {
        List<Transition> fade = List.of(new Transition(100, 130));
        for (int at : new int[] {99, 101, 115, 130, 132}) {
            assertEquals(1, scores(fade, List.of(cut(at))).gradual().found(), "at " + at);
        }
        assertEquals(0, scores(fade, List.of(cut(98))).gradual().found());
        assertEquals(0, scores(fade, List.of(cut(133))).gradual().found());
    }

    /** Of four edits in two films three are found; one of five that were found is none, and one is told twice. */
    @Example
    void eachCountsOnceOverAllFilms() {
        EditScores scores = EditScores.of(List.of(
                new EditsOutcome(
                        List.of(new Transition(60, 70), cut(20), cut(200)),
                        List.of(cut(64), cut(66), cut(20), cut(120))),
                new EditsOutcome(List.of(cut(9)), List.of(cut(10)))));
        assertEquals(new EditScores.Recalled(3, 2), scores.cuts());
        assertEquals(new EditScores.Recalled(1, 1), scores.gradual());
        assertEquals(3 / 5.0, scores.precision(), 1e-12);
        assertEquals(3 / 4.0, scores.recall(), 1e-12);
        assertEquals(2 * 0.6 * 0.75 / (0.6 + 0.75), scores.f1(), 1e-12);
        assertEquals(2 / 3.0, scores.cuts().recall(), 1e-12);
    }

    @Example
    void aFilmOfOneShotIsRightIfNothingIsFoundInIt() {
        assertEquals(1, scores(List.of(), List.of()).f1());
        assertEquals(0, scores(List.of(), List.of(cut(4))).f1());
        assertEquals(0, scores(List.of(cut(4)), List.of()).f1());
        assertEquals(Double.NaN, scores(List.of(), List.of()).recall());
        assertEquals(Double.NaN, scores(List.of(), List.of()).precision());
    }

    @Example
    void aShotDoesNotBeginBeforeTheOneBeforeItHasEnded() {
        assertThrows(IllegalArgumentException.class, () -> new Transition(5, 5));
        assertThrows(IllegalArgumentException.class, () -> new Transition(-1, 5));
    }

    @Property
    void cutsAreAllFoundByThemselvesInAnyOrder(
            @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 5_000) Integer> firsts) {
        List<Transition> cuts =
                firsts.stream().distinct().map(EditScoresTest::cut).toList();
        EditScores scores = scores(cuts, cuts.reversed());
        assertEquals(1, scores.f1());
        assertEquals(cuts.size(), scores.cuts().found());
    }

    /** No more can be found than there are, and than were told. */
    @Property
    void eachFindsOneAtMost(
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> annotated,
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> found) {
        EditScores scores = scores(cuts(annotated), cuts(found));
        assertEquals(true, scores.cuts().found() <= Math.min(annotated.size(), found.size()));
    }

    private static List<Transition> cuts(List<Integer> firsts) {
        return IntStream.range(0, firsts.size())
                .mapToObj(i -> cut(firsts.get(i)))
                .toList();
    }
}
