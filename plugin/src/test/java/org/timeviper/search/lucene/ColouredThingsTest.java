package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColouredThingsTest {

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();

    @Test
    void aColourBelongsToTheThingBehindIt() {
        assertEquals(
                Map.of("squar", Set.of("red"), "circl", Set.of("blue")),
                read("A red square and a blue circle stay before a wall").colours());
        assertEquals(
                Map.of("shirt", Set.of("red", "white")),
                read("a red and white striped shirt").colours());
    }

    @Test
    void anotherColourOfTheSameThingIsADifference() {
        assertTrue(differ("red circle", "a red square and a blue circle"));
        assertTrue(differ("a red car", "a blue car drives up the road"));
        assertFalse(differ("a red car", "a silver car drives down while a red car drives up"));
    }

    @Test
    void whatIsNotSaidIsNoDifference() {
        assertFalse(differ("a red car", "a car drives up the road"));
        assertFalse(differ("a car", "a blue car"));
        assertFalse(differ("a red car", "a blue boat"));
        assertFalse(differ("a man without a red hat", "a man in a blue hat"));
    }

    @Test
    void namesOfOneColourAreOneColour() {
        assertFalse(differ("a gray car", "a silver car"));
        assertFalse(differ("a violet flower", "purple flowers"));
    }

    private static boolean differ(String query, String caption) {
        return read(query).differFrom(read(caption));
    }

    private static ColouredThings read(String text) {
        return ColouredThings.of(text, ANALYZER);
    }
}
