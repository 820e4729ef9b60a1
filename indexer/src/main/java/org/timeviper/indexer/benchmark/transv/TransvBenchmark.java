package org.timeviper.indexer.benchmark.transv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.timeviper.model.Frame;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillResult;
import org.timeviper.model.cost.PrefillTask;
import org.timeviper.model.cost.SeenFrames;

/**
 * Measures what token dropping saves: looks at some frames once, lets go of the model, and then has every length and dropping measured by a
 * process of its own, on those frames over and over. More frames than the model was trained on are no matter: only times and sizes are
 * looked at.
 */
public final class TransvBenchmark {

    private final Path model;
    private final ModelConfig config;
    private final PrefillTask.Extent extent;
    private final Watcher watcher;

    /** Is told how far the benchmark is. */
    public interface Watcher {

        /**
         * @param what what is being done
         * @param percent 0 to 100 of all
         */
        void at(String what, double percent);
    }

    /**
     * @param model the model's folder
     * @param repeats prefills that are timed for each cell
     * @param steps decode steps behind each
     * @throws IllegalArgumentException if a number is less than 1
     * @throws org.timeviper.model.config.ModelException if the folder holds no model
     */
    public TransvBenchmark(Path model, int repeats, int steps, Watcher watcher) {
        this.model = model;
        this.config = ModelConfig.read(model.resolve("config.json"));
        this.extent = new PrefillTask.Extent(repeats, steps);
        this.watcher = watcher;
    }

    /** What is measured. */
    public ModelConfig config() {
        return config;
    }

    /**
     * Measures every dropping at every length.
     *
     * @param films whose frames these are
     * @param frames that the model sees, at least one; prompts of more repeat them
     * @param lengths numbers of frames of a prompt
     * @param scratch a folder that may be written to
     * @throws org.timeviper.model.config.ModelException if the model cannot drop tokens so
     */
    public TransvReport measure(
            List<String> films, List<Frame> frames, List<Integer> lengths, List<Dropping> droppings, Path scratch) {
        watcher.at("looking at " + frames.size() + " frames", 0);
        Path seen = scratch.resolve("seen-frames.f32");
        double millisPerFrame;
        try (Network network = Network.load(model, ModelOptions.defaults())) {
            millisPerFrame = SeenFrames.look(network, frames, seen);
        }
        List<TransvReport.Cell> cells = new ArrayList<>();
        int all = lengths.size() * droppings.size();
        for (int length : lengths) {
            for (Dropping dropping : droppings) {
                watcher.at(
                        String.format(Locale.ROOT, "%,d frames, %s", length, dropping.title()),
                        100.0 * cells.size() / all);
                cells.add(measure(new PrefillTask(model, seen, dropping, length, extent)));
            }
        }
        return new TransvReport(
                config.name(),
                config.tokensPerFrame(),
                Runtime.getRuntime().availableProcessors(),
                new TransvReport.Vision(films, frames.size(), millisPerFrame),
                extent.repeats(),
                extent.steps(),
                cells);
    }

    private TransvReport.Cell measure(PrefillTask task) {
        long tokens = (long) task.frames() * config.tokensPerFrame();
        String kind = task.dropping().kind().name().toLowerCase(Locale.ROOT);
        String schedule = task.dropping().schedule();
        try {
            PrefillResult result = PrefillProcess.run(task);
            return new TransvReport.Cell(
                    kind,
                    schedule,
                    task.frames(),
                    tokens,
                    result.keptTokens(),
                    result.prefillMillis(),
                    result.decodeMillisPerToken(),
                    result.loadedBytes(),
                    result.peakBytes(),
                    null);
        } catch (PrefillProcess.Ended e) {
            return new TransvReport.Cell(
                    kind, schedule, task.frames(), tokens, null, null, null, null, null, e.getMessage());
        }
    }
}
