package org.timeviper.model.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.timeviper.model.measure.Appearance.Colouring;
import org.timeviper.model.vision.Picture;

/** Light and colours are told as pictures were made. */
class AppearanceTest {

    /** What colour a pixel has. */
    private interface Paint {
        int[] at(int x, int y, Random random);
    }

    private static Appearance of(Paint paint) {
        Random random = new Random(5);
        byte[] rgb = new byte[3 * Miniature.PIXELS];
        for (int i = 0; i < Miniature.PIXELS; i++) {
            int[] colour = paint.at(i % Miniature.WIDTH, i / Miniature.WIDTH, random);
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = (byte) Math.clamp(colour[channel], 0, 255);
            }
        }
        return Appearance.of(List.of(Miniature.of(new Picture(Miniature.WIDTH, Miniature.HEIGHT, rgb))));
    }

    private static int[] dyed(double light, double red, double green, double blue) {
        return new int[] {(int) (light * red), (int) (light * green), (int) (light * blue)};
    }

    @Test
    void colourIsToldWhereItIsPlainAndItsAbsenceWhereThereIsNone() {
        assertEquals(
                Colouring.BLACK_AND_WHITE,
                of((x, y, random) -> dyed(random.nextInt(256), 1, 1, 1)).colouring());
        assertEquals(
                Colouring.UNCLEAR,
                of((x, y, random) -> dyed(random.nextInt(200), 1.08, 0.92, 0.7)).colouring());
        assertEquals(
                Colouring.COLOUR,
                of((x, y, random) -> new int[] {random.nextInt(256), random.nextInt(256), random.nextInt(256)})
                        .colouring());
        Appearance redCarOnAGreyRoad =
                of((x, y, random) -> x < 10 && y < 10 ? new int[] {200, 30, 30} : dyed(100, 1, 1, 1));
        assertEquals(Colouring.COLOUR, redCarOnAGreyRoad.colouring());
        assertEquals(Optional.of("grey"), redCarOnAGreyRoad.tone());
    }

    @Test
    void lightIsToldOnlyOfWhatIsDarkOrBright() {
        assertEquals(
                Optional.of("dark"), of((x, y, random) -> dyed(50, 1, 1, 1)).light());
        assertEquals(Optional.empty(), of((x, y, random) -> dyed(120, 1, 1, 1)).light());
        assertEquals(
                Optional.of("bright"), of((x, y, random) -> dyed(210, 1, 1, 1)).light());
        assertTrue(of((x, y, random) -> dyed(4, 1, 1, 1)).black());
        assertFalse(of((x, y, random) -> dyed(y == 20 ? 255 : 40, 1, 1, 1)).black());
    }

    @Test
    void theMainColourIsToldWhereOneClearlyFillsThePicture() {
        assertEquals(
                Optional.of("blue"),
                of((x, y, random) -> x < 70 ? new int[] {30, 60, 200} : new int[] {200, 60, 30})
                        .tone());
        assertEquals(
                Optional.empty(),
                of((x, y, random) -> x < 48 ? new int[] {30, 60, 200} : new int[] {200, 30, 30})
                        .tone());
    }

    @Test
    void colourBarsAreKnownByTheOrderOfTheirBars() {
        int[][] bars = {
            {192, 192, 192}, {192, 192, 0}, {0, 192, 192}, {0, 192, 0}, {192, 0, 192}, {192, 0, 0}, {0, 0, 192}
        };
        assertTrue(of((x, y, random) -> bars[x * 7 / Miniature.WIDTH]).bars());
        assertFalse(of((x, y, random) -> bars[6 - x * 7 / Miniature.WIDTH]).bars());
    }
}
