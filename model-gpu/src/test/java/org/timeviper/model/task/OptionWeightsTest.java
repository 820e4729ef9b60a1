package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionWeightsTest {

    @Test
    void aClipThatHardlyShowsWhatIsAskedAboutDoesNotDecideHoweverSureItIsOfALetter() {
        OptionWeights elsewhere = new OptionWeights(List.of(0.99, 0.01), 0.1, List.of(), false);
        OptionWeights there = new OptionWeights(List.of(0.25, 0.75), 0.98, List.of(), false);
        OptionWeights surest = OptionWeights.surest(List.of(elsewhere, there, elsewhere));
        assertEquals(there, surest);
        assertEquals(1, surest.best());
        assertEquals(0.98 * 0.75, surest.confidence(), 1e-12);
    }

    @Test
    void ofEqualsTheFirstIsTaken() {
        OptionWeights one = new OptionWeights(List.of(0.5, 0.5), 0.5, List.of(), false);
        assertEquals(0, one.best());
        OptionWeights other = new OptionWeights(List.of(0.2, 0.5, 0.3), 0.5, List.of(), false);
        assertEquals(one, OptionWeights.surest(List.of(one, other)));
    }

    @Test
    void ofEachThingTheSurestMomentOfAnyClipCountsAndWhatNoClipShowsHasNone() {
        GroundingAnswer unseen = new GroundingAnswer(Optional.empty(), 0.99, false, "I can't see that");
        GroundingAnswer early = new GroundingAnswer(Optional.of(new Span(2, 5)), 0.6, false, "2 to 5");
        GroundingAnswer late = new GroundingAnswer(Optional.of(new Span(70, 75)), 0.8, false, "6 to 11");
        OptionWeights first = new OptionWeights(List.of(0.5, 0.5), 0.5, List.of(early, unseen, unseen), false);
        OptionWeights second = new OptionWeights(List.of(0.5, 0.5), 0.5, List.of(late, late, unseen), false);
        assertEquals(
                List.of(Optional.of(new Span(70, 75)), Optional.of(new Span(70, 75)), Optional.empty()),
                OptionWeights.moments(List.of(first, second)));
    }
}
