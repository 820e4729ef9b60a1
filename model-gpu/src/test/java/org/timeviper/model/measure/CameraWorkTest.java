package org.timeviper.model.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timeviper.model.vision.Picture;

/** What the camera does is told as the pictures were made, or not at all. */
class CameraWorkTest {

    private static final int WIDTH = 192;
    private static final int HEIGHT = 108;
    private static final int WORLD = 600;

    /** What stands before the camera: patches of random lightness. */
    private static final double[][] TOWN = town(7);

    private static double[][] town(long seed) {
        Random random = new Random(seed);
        double[][] coarse = new double[WORLD / 12 + 2][WORLD / 12 + 2];
        for (double[] row : coarse) {
            for (int i = 0; i < row.length; i++) {
                row[i] = 40 + 170 * random.nextDouble();
            }
        }
        double[][] town = new double[WORLD][WORLD];
        for (int y = 0; y < WORLD; y++) {
            for (int x = 0; x < WORLD; x++) {
                town[y][x] = coarse[y / 12][x / 12];
            }
        }
        return town;
    }

    /** Where the camera looks: the middle, in pixels from the world's, and how much it magnifies. */
    private record View(double x, double y, double scale) {}

    private static Miniature shot(double[][] world, View view) {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int worldX = (int) Math.round(WORLD / 2.0 + view.x() + (x - WIDTH / 2.0) / view.scale());
                int worldY = (int) Math.round(WORLD / 2.0 + view.y() + (y - HEIGHT / 2.0) / view.scale());
                byte light = (byte) world[worldY][worldX];
                int at = 3 * (y * WIDTH + x);
                rgb[at] = light;
                rgb[at + 1] = light;
                rgb[at + 2] = light;
            }
        }
        return Miniature.of(new Picture(WIDTH, HEIGHT, rgb));
    }

    private static List<Miniature> film(int frames, IntFunction<View> camera) {
        return IntStream.range(0, frames)
                .mapToObj(i -> shot(TOWN, camera.apply(i)))
                .toList();
    }

    private static Optional<List<CameraMove>> told(CameraMove... moves) {
        return Optional.of(List.of(moves));
    }

    @Test
    void everyMoveIsTold() {
        assertEquals(told(CameraMove.STATIC), CameraWork.of(film(10, i -> new View(0, 0, 1))));
        assertEquals(told(CameraMove.PAN_RIGHT), CameraWork.of(film(10, i -> new View(6 * i, 0, 1))));
        assertEquals(told(CameraMove.PAN_LEFT), CameraWork.of(film(10, i -> new View(-6 * i, 0, 1))));
        assertEquals(told(CameraMove.TILT_DOWN), CameraWork.of(film(10, i -> new View(0, 4 * i, 1))));
        assertEquals(told(CameraMove.TILT_UP), CameraWork.of(film(10, i -> new View(0, -4 * i, 1))));
        assertEquals(told(CameraMove.ZOOM_IN), CameraWork.of(film(10, i -> new View(0, 0, 1 + 0.03 * i))));
        assertEquals(told(CameraMove.ZOOM_OUT), CameraWork.of(film(10, i -> new View(0, 0, 1.4 - 0.03 * i))));
    }

    @Test
    void aMoveThatIsTooSlowToBeSeenFromFrameToFrameAddsUp() {
        assertEquals(told(CameraMove.PAN_RIGHT), CameraWork.of(film(40, i -> new View(0.5 * i, 0, 1))));
    }

    @Test
    void movesOfSeveralShotsAreToldInOrderAndThatOneStandsStillOnlyIfAllDo() {
        List<Miniature> frames = new ArrayList<>(film(8, i -> new View(150, 120, 1)));
        frames.addAll(film(8, i -> new View(-150, -100 - 4 * i, 1)));
        frames.addAll(film(8, i -> new View(100 + 6 * i, -150, 1)));
        assertEquals(told(CameraMove.TILT_UP, CameraMove.PAN_RIGHT), CameraWork.of(frames));
    }

    @Test
    void whatMovesBeforeACameraThatStandsStillIsNoMoveOfIt() {
        List<Miniature> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Miniature still = shot(TOWN, new View(0, 0, 1));
            Miniature other = shot(TOWN, new View(200, 150 - 3 * i, 1));
            byte[] rgb = still.rgb().clone();
            for (int y = 10; y < 44; y++) {
                int from = 3 * (y * Miniature.WIDTH + 4 * i);
                System.arraycopy(other.rgb(), from, rgb, from, 3 * 30);
            }
            frames.add(new Miniature(rgb));
        }
        assertEquals(told(CameraMove.STATIC), CameraWork.of(frames));
    }

    @Test
    void wherePicturesDoNotShowItNothingIsTold() {
        double[][] horizon = new double[WORLD][WORLD];
        for (int y = WORLD / 2; y < WORLD; y++) {
            Arrays.fill(horizon[y], 200);
        }
        List<Miniature> alongTheHorizon = IntStream.range(0, 10)
                .mapToObj(i -> shot(horizon, new View(6 * i, 0, 1)))
                .toList();
        assertEquals(Optional.empty(), CameraWork.of(alongTheHorizon));
        List<Miniature> black = IntStream.range(0, 10)
                .mapToObj(i -> shot(new double[WORLD][WORLD], new View(0, 0, 1)))
                .toList();
        assertEquals(Optional.empty(), CameraWork.of(black));
        Random random = new Random(3);
        assertEquals(
                Optional.empty(),
                CameraWork.of(film(12, i -> new View(random.nextInt(-180, 180), random.nextInt(-180, 180), 1))));
        assertEquals(Optional.empty(), CameraWork.of(film(1, i -> new View(0, 0, 1))));
    }
}
