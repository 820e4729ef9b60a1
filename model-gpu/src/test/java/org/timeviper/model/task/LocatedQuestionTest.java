package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ModelConfig;

class LocatedQuestionTest {

    private static final Span FILM = new Span(0, 300);
    private static final double LONGEST = 64;
    private static final ModelConfig STARTER = ModelConfig.read(Path.of("starter", "config.json"));
    private static final LocatedQuestion ASKED = new LocatedQuestion("the red car", false);

    @Test
    void theQuestionIsPutToWhereTheThingIsFoundMostSurely() {
        List<GroundingAnswer> windows = List.of(found(20, 30, 0.7), unseen(0.99), found(200, 210, 0.8));
        assertEquals(Optional.of(new Span(200, 210)), ASKED.clip(FILM, LONGEST, windows));
    }

    @Test
    void aShortFindIsSeenWithWhatIsBesideIt() {
        List<GroundingAnswer> windows = List.of(unseen(0.9), found(100, 101, 0.8));
        assertEquals(Optional.of(new Span(96, 104)), ASKED.clip(FILM, LONGEST, windows));
    }

    @Test
    void whatTheModelTakesInOneGoIsAskedAsItIs() {
        Span film = new Span(4, 44);
        assertEquals(Optional.of(film), ASKED.clip(film, LONGEST, List.of(found(5, 6, 0.7))));
        assertEquals(Optional.empty(), ASKED.clip(film, LONGEST, List.of(unseen(0.7))));
    }

    @Test
    void whatIsBehindAThingIsAskedOfTheFindAloneAlsoOfASingleWindow() {
        LocatedQuestion closely = new LocatedQuestion("the red car", true);
        Span film = new Span(4, 44);
        assertTrue(closely.looksFirst(1));
        assertFalse(ASKED.looksFirst(1));
        assertEquals(Optional.of(new Span(10, 15)), closely.clip(film, LONGEST, List.of(found(10, 15, 0.7))));
        assertEquals(Optional.of(new Span(4, 8)), closely.clip(film, LONGEST, List.of(found(5, 6, 0.7))));
        assertEquals(Optional.empty(), closely.clip(film, LONGEST, List.of(unseen(0.7))));
    }

    @Test
    void whatIsFoundNowhereHasNoClip() {
        List<GroundingAnswer> windows = List.of(unseen(0.6), unseen(0.9));
        assertEquals(Optional.empty(), ASKED.clip(FILM, LONGEST, windows));
        assertEquals(0.9, LocatedQuestion.surest(windows).confidence());
        Unlocated nowhere = LocatedQuestion.unlocated(STARTER, windows).orElseThrow();
        assertEquals(new Unlocated(unseen(0.9), STARTER.unlocatedFrom()), nowhere);
        List<GroundingAnswer> somewhere = List.of(unseen(0.9), found(100, 101, 0.2));
        assertEquals(Optional.empty(), LocatedQuestion.unlocated(STARTER, somewhere));
    }

    @Test
    void anAnswerAboutWhatIsFoundNowhereStandsIfItIsSureEnough() {
        Unlocated nowhere = new Unlocated(unseen(0.9), 0.75);
        Answer sure = new Answer("red", true, 0.75, false);
        assertEquals(sure, nowhere.leaves(sure));
        Answer unseen = new Answer(VideoTasks.notShown(), false, 0.9, false);
        assertEquals(unseen, nowhere.leaves(new Answer("red", true, 0.74, true)));
        Answer refusal = new Answer(VideoTasks.notShown(), false, 0.3, true);
        assertEquals(refusal, nowhere.leaves(refusal));
    }

    private static GroundingAnswer found(double start, double end, double confidence) {
        return new GroundingAnswer(Optional.of(new Span(start, end)), confidence, false, "yes");
    }

    private static GroundingAnswer unseen(double confidence) {
        return new GroundingAnswer(Optional.empty(), confidence, false, "no");
    }
}
