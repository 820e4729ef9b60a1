package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ModelConfig;

/** What is found in several windows is looked at once more, each where it lies. */
class SecondLookTest {

    private static final Span FILM = new Span(0, 300);
    private static final double LONGEST = 64;

    private static final ModelConfig CONFIG = ModelConfig.read(Path.of("starter", "config.json"));

    private static final GroundingAnswer UNSEEN = new GroundingAnswer(Optional.empty(), 0.9, false, "no");

    private final List<Span> stretches = new ArrayList<>();

    private static GroundingAnswer found(double start, double end, double confidence) {
        return new GroundingAnswer(Optional.of(new Span(start, end)), confidence, false, "yes");
    }

    private List<GroundingAnswer> look(GroundingAnswer again, GroundingAnswer... windows) {
        return look("a ball", stretch -> again, windows);
    }

    private List<GroundingAnswer> look(
            String description, Function<Span, GroundingAnswer> again, GroundingAnswer... windows) {
        return SecondLook.of(CONFIG, description).again(FILM, LONGEST, List.of(windows), (stretch, task) -> {
            stretches.add(stretch);
            return again.apply(stretch);
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

    @Test
    void aThingInAColourIsLookedAtAloneOnceItIsSeenAgain() {
        GroundingAnswer near = found(100, 110, 0.8);
        GroundingAnswer alone = found(100, 110, 0.7);
        List<GroundingAnswer> answers = look(
                "a red ball",
                stretch -> stretch.length() > 10 ? near : alone,
                found(101, 109, 0.9),
                UNSEEN,
                found(200, 205, 0.5));
        assertEquals(List.of(alone, UNSEEN, alone), answers);
        Span ball = new Span(100, 110);
        assertEquals(List.of(new Span(89, 121), ball, new Span(186, 218), ball), stretches);
    }

    @Test
    void aThingInAnotherColourLeavesItsLookToTheNextAndWhatIsNotSeenAgainIsNotAskedForIt() {
        List<GroundingAnswer> answers = look(
                "a red ball",
                stretch -> stretch.length() > 8 && stretch.start() < 150 ? found(100, 104, 0.8) : UNSEEN,
                found(101, 109, 0.9),
                found(200, 205, 0.5));
        assertEquals(List.of(UNSEEN, UNSEEN), answers);
        assertEquals(
                List.of(32.0, 8.0, 32.0), stretches.stream().map(Span::length).toList());
    }

    @Test
    void theOnlyWindowIsAskedForTheColourOfItsFindAlone() {
        assertEquals(List.of(UNSEEN), look("a red ball", stretch -> UNSEEN, found(20, 40, 0.9)));
        assertEquals(List.of(new Span(20, 40)), stretches);
        assertEquals(List.of(UNSEEN), look("a red ball", stretch -> found(1, 2, 0.9), UNSEEN));
        assertEquals(1, stretches.size());
    }
}
