package org.timeviper.indexer.explain;

import java.util.List;
import java.util.Locale;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.Glance;
import org.timeviper.model.task.ExplainedAnswer;
import org.timeviper.model.task.Span;

/**
 * An answer about a stretch of film, and what it looked at.
 *
 * @param question what was asked
 * @param stretch what it was asked about, in seconds of the film
 * @param said the answer and its explanation
 * @param model the model's name
 * @param framesSeen frames that the model was given
 * @param framesTotal frames that the film has in the stretch
 */
public record Explained(
        String question, Span stretch, ExplainedAnswer said, String model, long framesSeen, long framesTotal) {

    private static final int MOST_GLANCES = 5;

    /** What the answer looked at. */
    public Explanation explanation() {
        return said.explanation();
    }

    /** The layers that tell where: attention, or Mamba in a model without. */
    public LayerKind telling() {
        return explanation().layers(LayerKind.ATTENTION).isEmpty() ? LayerKind.MAMBA : LayerKind.ATTENTION;
    }

    /** Where their look stands out, the heaviest first; none if it is even. */
    public List<Glance> glances() {
        return explanation().glances(telling(), MOST_GLANCES);
    }

    /** A sentence that says where. */
    public String message() {
        if (explanation().seconds().size() == 1) {
            return "The model was given a single frame to look at.";
        }
        List<Glance> glances = glances();
        if (glances.isEmpty()) {
            return "It looked at all frames about alike: no second stands out.";
        }
        Glance first = glances.getFirst();
        return String.format(
                Locale.ROOT,
                "It looked most at %s to %s: %.0f %% of its look at the film, which lasts %.0f %% of the time.",
                TimeAxis.tenths(first.start()),
                TimeAxis.tenths(first.end()),
                100 * first.share(),
                100 * Math.min(1, (first.end() - first.start()) / Math.max(1e-9, stretch.length())));
    }
}
