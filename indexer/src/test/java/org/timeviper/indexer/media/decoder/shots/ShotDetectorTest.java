package org.timeviper.indexer.media.decoder.shots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.media.Shot;

class ShotDetectorTest {

    private static final double RATE = 25;
    private static final int WIDTH = 96;
    private static final int HEIGHT = 72;

    @Test
    void hardCutsAreFoundAtTheirSecond() {
        Color[] scenes = {new Color(160, 60, 50), new Color(40, 140, 70), new Color(50, 60, 180), Color.LIGHT_GRAY};
        List<Shot> shots = shots(12, second -> scene((int) (second / 3), scenes[(int) (second / 3)], 0));
        assertEquals(4, shots.size(), shots::toString);
        for (int i = 1; i < 4; i++) {
            assertEquals(3 * i, shots.get(i).start(), 1 / RATE, shots::toString);
            assertEquals("cut", shots.get(i).transition());
        }
        assertEquals("start", shots.getFirst().transition());
    }

    @Test
    void aStaticFilmIsOneShot() {
        assertEquals(1, shots(10, second -> scene(1, Color.GRAY, 0)).size());
    }

    @Test
    void noiseIsNoCut() {
        Random random = new Random(3);
        List<Shot> shots = shots(6, second -> {
            BufferedImage picture = scene(1, Color.GRAY, 0);
            for (int i = 0; i < 2000; i++) {
                picture.setRGB(random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(0xffffff));
            }
            return picture;
        });
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void aSlowPanIsOneShot() {
        List<Shot> shots = shots(12, second -> scene(2, new Color(90, 120, 150), second * 12));
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void aFadeThroughBlackIsAnEditInItsMiddle() {
        List<Shot> shots = shots(8, second -> texture(second < 4 ? 1 : 2, Math.min(1, Math.abs(second - 4))));
        List<Shot> faded =
                shots.stream().filter(shot -> shot.transition().equals("fade")).toList();
        assertEquals(1, faded.size(), shots::toString);
        assertEquals(4, faded.getFirst().start(), 0.1, shots::toString);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 2.4})
    void aDissolveIsAnEditInItsMiddle(double takes) {
        List<Shot> shots = shots(
                10,
                second -> blend(scene(3, Color.DARK_GRAY, 0), scene(4, Color.ORANGE, 0), (second - 5) / takes + 0.5));
        assertEquals(2, shots.size(), shots::toString);
        assertEquals(5, shots.getLast().start(), 0.1 + 0.1 * takes, shots::toString);
        assertEquals("dissolve", shots.getLast().transition());
    }

    @Test
    void aDissolveIntoSomethingPlainIsNoFade() {
        List<Shot> shots = shots(10, second -> blend(scene(3, Color.GRAY, 0), filled(Color.BLUE), second - 4.5));
        assertEquals(2, shots.size(), shots::toString);
        assertEquals(5, shots.getLast().start(), 0.15, shots::toString);
        assertEquals("dissolve", shots.getLast().transition());
    }

    @Test
    void aFadeAtTheBeginningOrTheEndIsNoEdit() {
        List<Shot> shots = shots(8, second -> texture(1, Math.clamp(Math.min(second, 8 - second), 0, 1)));
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void whatPassesCloseToTheCameraIsNoEdit() {
        List<Shot> shots = shots(9, second -> {
            BufferedImage picture = scene(5, new Color(70, 90, 60), 0);
            Graphics2D brush = picture.createGraphics();
            brush.setColor(new Color(200, 190, 180));
            brush.fillRect((int) (1.2 * WIDTH * (second - 4.5)), 0, WIDTH, HEIGHT);
            brush.dispose();
            return picture;
        });
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void aFlashIsNoEdit() {
        BufferedImage white = filled(Color.WHITE);
        BufferedImage still = scene(6, Color.GRAY, 0);
        List<Shot> shots = shots(6, second -> second >= 3 && second < 3.1 ? blend(still, white, 0.9) : still);
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void anotherLightIsNoEdit() {
        BufferedImage dark = blend(filled(Color.BLACK), scene(7, Color.GRAY, 0), 0.45);
        BufferedImage light = scene(7, Color.GRAY, 0);
        List<Shot> shots = shots(8, second -> blend(dark, light, second - 3.5));
        assertEquals(1, shots.size(), shots::toString);
    }

    @Test
    void anHourOfNothingButEditsIsRememberedInBoundedSpace() {
        BufferedImage[] pictures = {scene(1, Color.RED, 0), scene(2, Color.BLUE, 0), scene(3, Color.GREEN, 0)};
        ShotDetector detector = new ShotDetector(5);
        for (int i = 0; i < 3600 * 5; i++) {
            detector.accept(i / 5.0, pictures[i % 3]);
        }
        assertTrue(detector.finish(3600).size() <= 3600 / 0.4 + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 47})
    void aTinyPictureIsLookedAtToo(int side) {
        ShotDetector detector = new ShotDetector(RATE);
        for (int i = 0; i < 50; i++) {
            BufferedImage picture = new BufferedImage(side, 1, BufferedImage.TYPE_3BYTE_BGR);
            picture.setRGB(0, 0, i < 25 ? 0x102030 : 0xe0d0a0);
            detector.accept(i / RATE, picture);
        }
        assertEquals(2, detector.finish(2).getLast().end());
    }

    @Test
    void aFilmOfOnePictureIsOneShot() {
        ShotDetector detector = new ShotDetector(RATE);
        detector.accept(0, scene(1, Color.GRAY, 0));
        assertEquals(List.of(new Shot(0, 0.04, "start")), detector.finish(0.04));
    }

    @Property(tries = 200)
    void shotsCoverTheFilmInOrderWithoutGaps(
            @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 255) Integer> greys,
            @ForAll @DoubleRange(min = 0.5, max = 120) double rate,
            @ForAll @DoubleRange(min = 0.01, max = 3) double step) {
        ShotDetector detector = new ShotDetector(rate);
        double second = 0;
        for (int grey : greys) {
            detector.accept(second, filled(new Color(grey, 255 - grey, grey / 2)));
            second += step;
        }
        List<Shot> shots = detector.finish(second);
        assertEquals(0, shots.getFirst().start());
        assertEquals(second, shots.getLast().end());
        for (int i = 0; i < shots.size(); i++) {
            assertTrue(shots.get(i).start() < shots.get(i).end(), shots::toString);
            if (i > 0) {
                assertEquals(shots.get(i - 1).end(), shots.get(i).start(), shots::toString);
            }
        }
    }

    private static List<Shot> shots(double seconds, DoubleFunction<BufferedImage> film) {
        ShotDetector detector = new ShotDetector(RATE);
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < seconds * RATE; i++) {
            pictures.add(film.apply(i / RATE));
            detector.accept(i / RATE, pictures.getLast());
        }
        return detector.finish(seconds);
    }

    /** A ground with things on it that are moved aside by some pixels. */
    private static BufferedImage scene(int seed, Color ground, double shift) {
        BufferedImage picture = filled(ground);
        Graphics2D brush = picture.createGraphics();
        Random random = new Random(seed);
        for (int thing = 0; thing < 40; thing++) {
            brush.setColor(new Color(random.nextInt(0xffffff)));
            brush.fillRect((int) (random.nextInt(4 * WIDTH) - shift), random.nextInt(HEIGHT), 10, 10);
        }
        brush.dispose();
        return picture;
    }

    /** A picture of many colours, under a light of 0 to 1. */
    private static BufferedImage texture(int seed, double light) {
        BufferedImage picture = filled(Color.BLACK);
        Random random = new Random(seed);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int red = (int) (light * random.nextInt(256));
                int green = (int) (light * random.nextInt(256));
                int blue = (int) (light * random.nextInt(128 * seed));
                picture.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    /** @param share of the other one; what is not between 0 and 1 is one of both */
    private static BufferedImage blend(BufferedImage one, BufferedImage other, double share) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        byte[] from = ((DataBufferByte) one.getRaster().getDataBuffer()).getData();
        byte[] to = ((DataBufferByte) other.getRaster().getDataBuffer()).getData();
        byte[] out = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        double most = Math.clamp(share, 0, 1);
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Math.round((from[i] & 0xff) * (1 - most) + (to[i] & 0xff) * most);
        }
        return picture;
    }

    private static BufferedImage filled(Color colour) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = picture.createGraphics();
        brush.setColor(colour);
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        brush.dispose();
        return picture;
    }
}
