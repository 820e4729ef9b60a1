package org.timeviper.indexer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.HeadProfile;
import org.timeviper.model.explain.LayerProfile;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.ExplainedAnswer;
import org.timeviper.model.task.Span;

/** Explanations made by hand. */
final class Looks {

    private Looks() {}

    /** A layer with one head. */
    static LayerProfile layer(int number, LayerKind kind, float... frames) {
        double vision =
                IntStream.range(0, frames.length).mapToDouble(i -> frames[i]).sum();
        HeadProfile head = new HeadProfile(vision, 1 - vision, 0, vision / 2, 0.4, 0.1, 1.5, 0.05, frames);
        return new LayerProfile(number, kind, 4 * frames.length, List.of(head));
    }

    /** A frame a second. */
    static Explained explained(String question, String answer, LayerProfile... layers) {
        int frames = layers[0].heads().getFirst().frames().length;
        List<Double> seconds = new ArrayList<>();
        IntStream.range(0, frames).forEach(i -> seconds.add((double) i));
        Explanation explanation = new Explanation(seconds, 1, frames, 3, List.of(layers));
        return new Explained(
                question,
                new Span(0, frames),
                new ExplainedAnswer(new Answer(answer, true, 0.8, false), explanation),
                "a model",
                frames,
                25L * frames);
    }
}
