package org.timeviper.model.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timeviper.model.vision.Picture;

/** Which way a thing moves is told as the pictures were made, or not at all. */
class MovingThingTest {

    private static final int WIDTH = Miniature.WIDTH;
    private static final int HEIGHT = Miniature.HEIGHT;
    private static final int SIDE = 12;
    private static final int[] RED = {205, 40, 40};
    private static final int[] BLUE = {40, 75, 215};

    /** What is behind the things: fine detail, larger than the picture. */
    private static final int[][] TOWN = town();

    private static int[][] town() {
        Random random = new Random(11);
        return IntStream.range(0, 2 * HEIGHT)
                .mapToObj(y -> IntStream.range(0, 2 * WIDTH)
                        .map(x -> 120 + random.nextInt(16))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Squares before the town, the camera turned so far. */
    private static final class Shot {

        private final byte[] rgb = new byte[3 * WIDTH * HEIGHT];

        Shot(int right, int down) {
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                byte light = (byte) TOWN[HEIGHT / 2 + down + i / WIDTH][WIDTH / 2 + right + i % WIDTH];
                rgb[3 * i] = light;
                rgb[3 * i + 1] = light;
                rgb[3 * i + 2] = light;
            }
        }

        Shot with(int[] colour, int left, int top) {
            for (int y = Math.max(0, top); y < Math.min(HEIGHT, top + SIDE); y++) {
                for (int x = Math.max(0, left); x < Math.min(WIDTH, left + SIDE); x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        rgb[3 * (y * WIDTH + x) + channel] = (byte) colour[channel];
                    }
                }
            }
            return this;
        }

        Miniature taken() {
            return Miniature.of(new Picture(WIDTH, HEIGHT, rgb));
        }
    }

    private static List<Miniature> film(int frames, IntUnaryOperator left, IntUnaryOperator top) {
        return IntStream.range(0, frames)
                .mapToObj(i -> new Shot(0, 0)
                        .with(RED, left.applyAsInt(i), top.applyAsInt(i))
                        .taken())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyWayIsToldOfWhatHasTheColourAndOfNothingElse(Way way) {
        List<Miniature> frames =
                switch (way) {
                    case LEFT -> film(8, i -> 84 - 14 * i, i -> 20);
                    case RIGHT -> film(8, i -> 14 * i - 10, i -> 20);
                    case UP -> film(6, i -> 40, i -> 46 - 13 * i);
                    case DOWN -> film(6, i -> 40, i -> 13 * i - 8);
                };
        assertEquals(Optional.of(way), MovingThing.of(frames, Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(frames, Tone.BLUE));
    }

    @Property(tries = 200)
    void whatIsToldIsWhereItGoesHoweverFastFarOrLongAndBackwardsTheOtherWay(
            @ForAll @IntRange(min = -20, max = 20) int step,
            @ForAll @IntRange(min = 0, max = 84) int from,
            @ForAll @IntRange(min = 0, max = 42) int top,
            @ForAll @IntRange(min = 2, max = 10) int frames) {
        List<Miniature> film = film(frames, i -> from + step * i, i -> top);
        assertIsEmptyOr(step > 0 ? Way.RIGHT : Way.LEFT, step, film);
        assertIsEmptyOr(step > 0 ? Way.LEFT : Way.RIGHT, step, film.reversed());
    }

    private static void assertIsEmptyOr(Way way, int step, List<Miniature> film) {
        Optional<Way> told = MovingThing.of(film, Tone.RED);
        assertTrue(told.isEmpty() || step != 0 && told.get() == way, told::toString);
    }

    @Test
    void whatComesInAndStaysOrStaysAndGoesMovesThatWayThoughTheHoleItLeavesDoesNot() {
        List<Miniature> comes = film(12, i -> Math.min(14 * i - 10, 44), i -> 20);
        assertEquals(Optional.of(Way.RIGHT), MovingThing.of(comes, Tone.RED));
        assertEquals(Optional.of(Way.LEFT), MovingThing.of(comes.reversed(), Tone.RED));
    }

    @Test
    void ofTwoThingsThatMoveTheOneOfTheColourIsMeant() {
        List<Miniature> frames = IntStream.range(0, 8)
                .mapToObj(i -> new Shot(0, 0)
                        .with(RED, 14 * i - 10, 4)
                        .with(BLUE, 84 - 14 * i, 36)
                        .taken())
                .toList();
        assertEquals(Optional.of(Way.RIGHT), MovingThing.of(frames, Tone.RED));
        assertEquals(Optional.of(Way.LEFT), MovingThing.of(frames, Tone.BLUE));
    }

    @Test
    void nothingIsToldOfWhatAppearsStaysDisappearsGoesToAndFroOrAslant() {
        assertEquals(Optional.empty(), MovingThing.of(film(8, i -> i < 3 ? -99 : 40, i -> 20), Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(film(8, i -> i < 3 ? 40 : -99, i -> 20), Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(film(8, i -> 40, i -> 20), Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(film(8, i -> i % 2 == 0 ? 20 : 60, i -> 20), Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(film(5, i -> 14 * i, i -> 8 * i), Tone.RED));
        assertEquals(Optional.empty(), MovingThing.of(List.of(), Tone.RED));
    }

    @Test
    void whatStaysWhileTheCameraTurnsDoesNotMove() {
        List<Miniature> pan = IntStream.range(0, 6)
                .mapToObj(i -> new Shot(8 * i, 0).with(RED, 60 - 8 * i, 20).taken())
                .toList();
        assertEquals(Optional.empty(), MovingThing.of(pan, Tone.RED));
        assertEquals(Optional.of(Way.LEFT), MovingThing.of(film(6, i -> 60 - 8 * i, i -> 20), Tone.RED));
    }

    @Test
    void ofSeveralShotsTheOneInTheMiddleCounts() {
        List<Miniature> frames = new ArrayList<>(film(8, i -> 14 * i - 10, i -> 20));
        for (int i = 0; i < 3; i++) {
            int[] dark = {20, 20, 20};
            Shot night = new Shot(0, 0);
            for (int at = 0; at < WIDTH * HEIGHT; at += SIDE) {
                night.with(dark, at % WIDTH, at / WIDTH);
            }
            frames.add(night.with(RED, 60 - 14 * i, 20).taken());
        }
        assertEquals(Optional.of(Way.RIGHT), MovingThing.of(frames, Tone.RED));
        assertEquals(Optional.of(Way.RIGHT), MovingThing.of(frames.subList(0, 8), Tone.RED));
    }
}
