package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is found in several windows is looked at once more, each where it lies. */
class SecondLookTest {

    private static final Span FILM = new Span(0, 300);
    private static final double LONGEST = 64;

    private static final GroundingAnswer UNSEEN = new GroundingAnswer(Optional.empty(), 0.9, false, "no");

    private final List<Span> stretches = new ArrayList<>();

    private static GroundingAnswer found(double start, double end, double confidence) {
        return new GroundingAnswer(Optional.of(new Span(start, end)), confidence, false, "yes");
    }

    private List<GroundingAnswer> look(GroundingAnswer again, GroundingAnswer... windows) {
        return SecondLook.at(FILM, LONGEST, List.of(windows), (stretch, before) -> {
            stretches.add(stretch);
            assertTrue(before.guess().isPresent());
            return again;
        });
    }

    @Test
    void theSurestFindsAreLookedAtAgainAndTheOthersStayAsTheyAre() {
        GroundingAnswer again = found(100, 110, 0.1);
        GroundingAnswer weakest = found(250, 251, 0.5);
        assertEquals(
                List.of(again, UNSEEN, again, again, weakest),
                look(again, found(50, 60, 0.6), UNSEEN, found(120, 125, 0.9), found(200, 220, 0.7), weakest));
        assertEquals(3, stretches.size());
    }

    @Test
    void aFindThatIsNotSeenAgainLeavesItsLookToTheNext() {
        GroundingAnswer weakest = found(250, 251, 0.5);
        assertEquals(
                List.of(UNSEEN, UNSEEN, UNSEEN, UNSEEN, UNSEEN),
                look(UNSEEN, found(50, 60, 0.6), UNSEEN, found(120, 125, 0.9), found(200, 220, 0.7), weakest));
        assertEquals(4, stretches.size());
    }

    @Test
    void aFindLiesInTheMiddleOfItsStretchAndIsWholeInIt() {
        look(UNSEEN, found(60, 62, 0.6), found(3, 5, 0.7), found(190, 230, 0.8));
        assertEquals(
                List.of(LONGEST / 2, LONGEST / 2),
                stretches.subList(1, 3).stream().map(Span::length).toList());
        assertEquals(61, (stretches.get(2).start() + stretches.get(2).end()) / 2, 1);
        assertEquals(0, stretches.get(1).start());
        Span longer = stretches.getFirst();
        assertTrue(longer.start() <= 185 && longer.end() >= 235 && longer.length() <= LONGEST, longer::toString);
    }

    @Test
    void whatTheModelTookInOneGoIsNotLookedAtAgain() {
        GroundingAnswer only = found(1, 2, 0.6);
        assertEquals(List.of(only), look(UNSEEN, only));
        assertEquals(List.of(), look(UNSEEN));
        assertEquals(List.of(), stretches);
    }
}
