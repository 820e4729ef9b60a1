package org.timeviper.indexer.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.timeviper.model.explain.Explanation;

class LookColumnsTest {

    /** However a film is cut into columns, the time-weighted mean of their densities is that of the frames. */
    @Property(tries = 200)
    void columnsHoldWhatTheirFramesHold(@ForAll long seed) {
        Random random = new Random(seed);
        List<Double> seconds = new ArrayList<>();
        double at = 10 * random.nextDouble();
        int frames = 1 + random.nextInt(40);
        for (int i = 0; i < frames; i++) {
            seconds.add(at);
            at += 0.1 + random.nextDouble();
        }
        Explanation explanation = new Explanation(seconds, 1, at, 1, List.of());
        double[] weights = random.doubles(frames).toArray();
        double expected = 0;
        double even = 0;
        for (int i = 0; i < frames; i++) {
            expected += weights[i] * (explanation.until(i) - seconds.get(i));
            even += weights[i] / frames;
        }
        for (LookColumns columns : List.of(
                LookColumns.even(explanation, 1 + random.nextInt(100)),
                LookColumns.ofFrames(explanation, 1 + random.nextInt(60)))) {
            double[] densities = columns.densities(weights);
            double held = 0;
            for (int i = 0; i < columns.count(); i++) {
                held += densities[i] * (columns.edges()[i + 1] - columns.edges()[i]);
            }
            assertEquals(expected / even, held, 1e-6);
        }
    }

    @Example
    void anEvenLookIsOneEverywhereAlsoWhereTheLastFrameIsShort() {
        Explanation explanation = new Explanation(List.of(0.0, 1.0, 2.0), 1, 2.04, 1, List.of());
        double[] weights = {.2, .2, .2};
        assertArrayEquals(
                new double[] {1, 1, 1}, LookColumns.ofFrames(explanation, 10).densities(weights), 1e-9);
        assertArrayEquals(
                new double[] {1, 1, 1, 1, 1}, LookColumns.even(explanation, 5).densities(weights), 1e-9);
    }

    @Example
    void aLookAtNothingIsZero() {
        Explanation explanation = new Explanation(List.of(3.0), 1, 3, 1, List.of());
        assertArrayEquals(new double[4], LookColumns.even(explanation, 4).densities(new double[1]));
        assertArrayEquals(new double[] {1, 1}, LookColumns.even(explanation, 2).densities(new double[] {.5}), 1e-9);
    }
}
