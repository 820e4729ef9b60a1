package org.timeviper.model.parity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.timeviper.model.TimeViper;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.tensor.Precision;

/**
 * Holds a loaded model to its recording before it is put to work: weights that were damaged on their way, or an engine that computes wrongly on this machine, would
 * otherwise only show as worse answers. Coarser than {@link ParityCommand}, which a person runs: rounding never fails it.
 */
public final class Canary {

    private static final double FLOAT32_TOLERANCE = 1e-3;
    private static final double BFLOAT16_TOLERANCE = 1e-1;

    private Canary() {}

    /**
     * Runs the model on the recorded inputs, on its device and in its precision.
     *
     * @param model loaded from the directory
     * @param directory may hold {@code reference.safetensors}
     * @return whether there is a recording; without one nothing is checked
     * @throws ModelException if what the model computes is not what was recorded; names the quantity that is furthest off
     */
    public static boolean sings(TimeViper model, Path directory) {
        if (!Files.isRegularFile(directory.resolve(Recording.FILE))) {
            return false;
        }
        List<Quantity> quantities;
        try (Recording recording = Recording.open(directory)) {
            quantities = new Parity(model.network(), recording).compare();
        }
        double tolerance =
                model.network().options().precision() == Precision.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE;
        quantities.stream()
                .filter(quantity -> !quantity.exact() && !(quantity.error() <= tolerance))
                .max(Comparator.comparingDouble(Quantity::error))
                .ifPresent(worst -> {
                    throw new ModelException(String.format(
                            Locale.ROOT,
                            "%s computes other numbers here than were recorded of it: %s is off by %.2e of its size."
                                    + " Its weights are damaged, or the engine is: fetch them again, and compare with 'timeviper parity %s'",
                            directory,
                            worst.name(),
                            worst.error(),
                            directory));
                });
        return true;
    }
}
