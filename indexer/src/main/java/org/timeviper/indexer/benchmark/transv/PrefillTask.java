package org.timeviper.indexer.benchmark.transv;

import java.nio.file.Path;
import java.util.List;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillExtent;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/**
 * What is measured; as a process of its own takes it, whose memory is then nobody else's.
 *
 * @param model the model's folder
 * @param device what it runs on
 * @param precision of its decoder
 * @param films a folder of {@link FilmFolder}: where the prompt has more frames, they come again from the first on
 * @param dropping how tokens are dropped
 * @param frames how many frames the prompt has
 * @param extent how often things are done
 */
record PrefillTask(
        Path model,
        ComputeDevice device,
        Precision precision,
        Path films,
        Dropping dropping,
        int frames,
        PrefillExtent extent) {

    /** For {@link PrefillMain}. */
    List<String> arguments() {
        return List.of(
                model.toString(),
                device.toString(),
                precision.name(),
                films.toString(),
                dropping.notation(),
                Integer.toString(frames),
                Integer.toString(extent.repeats()),
                Integer.toString(extent.steps()));
    }

    static PrefillTask of(String... arguments) {
        return new PrefillTask(
                Path.of(arguments[0]),
                ComputeDevice.parse(arguments[1]),
                Precision.valueOf(arguments[2]),
                Path.of(arguments[3]),
                Dropping.parse(arguments[4]),
                Integer.parseInt(arguments[5]),
                new PrefillExtent(Integer.parseInt(arguments[6]), Integer.parseInt(arguments[7])));
    }

    /** How the model is run. */
    ModelOptions options() {
        return new ModelOptions(device, precision, 0);
    }
}
