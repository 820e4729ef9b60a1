package org.timeviper.indexer.media.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
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

    private static BufferedImage filled(Color colour) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = picture.createGraphics();
        brush.setColor(colour);
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        brush.dispose();
        return picture;
    }
}
