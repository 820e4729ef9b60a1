package org.timeviper.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ThingOddsTest {

    private static final ThingOdds DOGS = new ThingOdds(0.8, Map.of("a dog", 1.0), Map.of("a dog", 3.0));

    @Property
    void whatIsNamedIsLikelierThereThanNot(
            @ForAll @DoubleRange(min = 0.001, max = 1) @Scale(3) double yes,
            @ForAll @DoubleRange(min = 0.001, max = 1) @Scale(3) double no) {
        if (DOGS.isNamed("a dog", yes, no)) {
            assertTrue(DOGS.there("a dog", yes, no) >= 1 / (1 + Math.exp(-0.8 * 2)) - 1e-12);
        }
    }

    @Test
    void aThingIsNamedFromItsOddsOn() {
        assertTrue(DOGS.isNamed("a dog", 0.96, 0.04), "24 to 1");
        assertFalse(DOGS.isNamed("a dog", 0.95, 0.05), "19 to 1, and 20.1 are needed");
        assertEquals(0.5, DOGS.there("a dog", Math.E * 0.1, 0.1), 1e-12);
    }

    /** As of drawn film, of which the starter was taught to say that it cannot see a dog in it. */
    @Test
    void whatIsAnsweredWithNeitherYesNorNoIsNotNamed() {
        assertFalse(DOGS.isNamed("a dog", 0.012, 1e-6));
        assertTrue(DOGS.isNamed("a dog", 0.51, 1e-6));
    }
}
