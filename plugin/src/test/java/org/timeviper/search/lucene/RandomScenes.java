package org.timeviper.search.lucene;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws small libraries of videos and what is looked for in them: few things, colours and directions, so that captions, meanings and times often coincide. */
final class RandomScenes {

    private static final String[] THINGS = {"car", "man", "dog", "boat"};
    private static final String[] COLOURS = {"red", "blue", "green"};

    /** Vectors of length one with few different cosines, each exact in floats. */
    private static final float[][] DIRECTIONS = {{1, 0}, {0, 1}, {-1, 0}, {0.6f, 0.8f}, {0.8f, 0.6f}, {0.6f, -0.8f}};

    /**
     * A scene with its embedding.
     *
     * @param vector null for one that was written without
     */
    record Described(Scene scene, float[] vector) {}

    private final Random random;

    RandomScenes(long seed) {
        this.random = new Random(seed);
    }

    List<Described> library() {
        List<Described> scenes = new ArrayList<>();
        for (int video = random.nextInt(8); video >= 0; video--) {
            scenes.addAll(film("v" + video));
        }
        return scenes;
    }

    private List<Described> film(String video) {
        IndexedVideo film =
                new IndexedVideo(video, "film", random.nextBoolean() ? "news" : "", List.of(), "", Instant.EPOCH, 60);
        List<Described> scenes = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i >= 0; i--) {
            double start = random.nextInt(40) / 2.0;
            double end = start + random.nextInt(12) / 2.0;
            scenes.add(new Described(
                    new Scene(video + "/" + i, film, start, end, "scene", caption(), 1, i, 9), direction()));
        }
        return scenes;
    }

    private String caption() {
        String first = "a " + pick(COLOURS) + " " + pick(THINGS);
        return switch (random.nextInt(5)) {
            case 0 -> first + " without a " + pick(THINGS);
            case 1 -> first + " and a " + pick(THINGS);
            case 2 -> "a " + pick(THINGS);
            default -> first;
        };
    }

    SoughtMoments single() {
        return sought(operand());
    }

    SoughtMoments sequence() {
        return sought(relation(1 + random.nextInt(2)));
    }

    private SoughtMoments sought(TemporalExpression expression) {
        Map<String, SoughtScene> scenes = expression.operands().stream()
                .map(TemporalExpression.Operand::text)
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), text -> new SoughtScene(text, direction(), new Chance(0, 0.2))));
        return new SoughtMoments(expression, scenes);
    }

    private TemporalExpression relation(int depth) {
        TemporalExpression one = depth == 1 ? operand() : relation(depth - 1);
        double distance = random.nextInt(20) / 2.0;
        return switch (random.nextInt(5)) {
            case 0 -> one.then(operand(), distance);
            case 1 -> one.whilst(operand());
            case 2 -> one.near(operand(), distance);
            case 3 -> one.notNear(operand(), distance);
            default -> one.within(TimeSpan.ofSeconds(random.nextInt(8), 8 + random.nextInt(20)));
        };
    }

    private TemporalExpression operand() {
        return new TemporalExpression.Operand(
                switch (random.nextInt(7)) {
                    case 0 -> "a " + pick(THINGS) + " without a " + pick(THINGS);
                    case 1 -> "no " + pick(THINGS);
                    case 2 -> pick(COLOURS) + " " + pick(THINGS) + " zebra";
                    case 3, 4 -> pick(THINGS);
                    default -> "a " + pick(COLOURS) + " " + pick(THINGS);
                });
    }

    private float[] direction() {
        return pick(DIRECTIONS);
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }
}
