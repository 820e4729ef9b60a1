package org.timeviper.model.cost;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured; as a process of its own takes it, whose memory is then nobody else's.
 *
 * @param model the model's folder
 * @param seenFrames a file of {@link SeenFrames}: where the prompt has more, they come again from the first on
 * @param dropping how tokens are dropped
 * @param frames how many frames the prompt has
 * @param extent how often things are done
 */
public record PrefillTask(Path model, Path seenFrames, Dropping dropping, int frames, Extent extent) {

    /**
     * How often things are done.
     *
     * @param repeats prefills that are timed, after one that is not
     * @param steps decode steps behind each
     */
    public record Extent(int repeats, int steps) {

        /** @throws IllegalArgumentException if a number is less than 1 */
        public Extent {
            if (repeats < 1 || steps < 1) {
                throw new IllegalArgumentException("A measurement needs one prefill and one decode step at least, not "
                        + repeats + " and " + steps + ".");
            }
        }
    }

    /** For {@link PrefillMain}. */
    public List<String> arguments() {
        return List.of(
                model.toString(),
                seenFrames.toString(),
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
                new Extent(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5])));
    }
}
