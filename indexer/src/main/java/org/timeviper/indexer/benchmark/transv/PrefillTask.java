package org.timeviper.indexer.benchmark.transv;

import java.nio.file.Path;
import java.util.List;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillExtent;

/**
 * What is measured; as a process of its own takes it, whose memory is then nobody else's.
 *
 * @param model the model's folder
 * @param films a folder of {@link FilmFolder}: where the prompt has more frames, they come again from the first on
 * @param dropping how tokens are dropped
 * @param frames how many frames the prompt has
 * @param extent how often things are done
 */
record PrefillTask(Path model, Path films, Dropping dropping, int frames, PrefillExtent extent) {

    /** For {@link PrefillMain}. */
    List<String> arguments() {
        return List.of(
                model.toString(),
                films.toString(),
                dropping.notation(),
                Integer.toString(frames),
                Integer.toString(extent.repeats()),
                Integer.toString(extent.steps()));
    }

    static PrefillTask of(String... arguments) {
        return new PrefillTask(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                Dropping.parse(arguments[2]),
                Integer.parseInt(arguments[3]),
                new PrefillExtent(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5])));
    }
}
