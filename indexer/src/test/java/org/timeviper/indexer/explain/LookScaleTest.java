package org.timeviper.indexer.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.LayerProfile;

class LookScaleTest {

    private static LookScale of(LayerProfile... layers) {
        return LookScale.of(
                LookColumns.ofFrames(Looks.explained("Who?", "A man.", layers).explanation(), 100));
    }

    /** Of eight frames one has half of the weight: four times as much as if all weighed alike, and a little more than that. */
    @Test
    void theEndIsThePowerOfTwoThatHoldsTheDensestSecondOfAnyLayer() {
        LayerProfile even = Looks.layer(0, LayerKind.MAMBA, .1f, .1f, .1f, .1f, .1f, .1f, .1f, .1f);
        LayerProfile four = Looks.layer(1, LayerKind.ATTENTION, .7f, .1f, .1f, .1f, .1f, .1f, .1f, .1f);
        LayerProfile more = Looks.layer(1, LayerKind.ATTENTION, .1f, .1f, .8f, .1f, .1f, .1f, .1f, .1f);
        assertEquals(4, of(even).most());
        assertEquals(4, of(even, four).most());
        assertEquals(8, of(even, more).most());
    }

    @Test
    void anEvenLookIsSeenAndNothingIsStrongerThanThePeak() {
        LookScale scale = new LookScale(64);
        assertEquals(0, scale.strength(0));
        assertTrue(scale.strength(1) > 0.1);
        assertEquals(1, scale.strength(64));
        assertEquals(1, scale.strength(100));
    }
}
