package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionWeightsTest {

    @Test
    void aClipThatHardlyShowsWhatIsAskedAboutDoesNotDecideHoweverSureItIsOfALetter() {
        OptionWeights elsewhere = new OptionWeights(List.of(0.99, 0.01), 0.1);
        OptionWeights there = new OptionWeights(List.of(0.25, 0.75), 0.98);
        OptionWeights surest = OptionWeights.surest(List.of(elsewhere, there, elsewhere));
        assertEquals(there, surest);
        assertEquals(1, surest.best());
        assertEquals(0.98 * 0.75, surest.confidence(), 1e-12);
    }

    @Test
    void ofEqualsTheFirstIsTaken() {
        OptionWeights one = new OptionWeights(List.of(0.5, 0.5), 0.5);
        assertEquals(0, one.best());
        OptionWeights other = new OptionWeights(List.of(0.2, 0.5, 0.3), 0.5);
        assertEquals(one, OptionWeights.surest(List.of(one, other)));
    }
}
