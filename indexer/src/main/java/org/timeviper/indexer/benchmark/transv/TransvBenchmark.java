package org.timeviper.indexer.benchmark.transv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillExtent;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;

/**
 * Measures what long films cost and what token dropping saves: has every length and dropping measured by a process of its own, which looks at
 * the frames of some films over and over. More frames than the model was trained on are no matter: only times and sizes are looked at.
 */
public final class TransvBenchmark {

    private final Path model;
    private final ComputeDevice device;
    private final Precision precision;
    private final ModelConfig config;
    private final PrefillExtent extent;
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
     * @param device what it runs on
     * @param precision of its decoder
     * @param repeats prefills that are timed for each cell
     * @param steps decode steps behind each
     * @throws IllegalArgumentException if a number is less than 1
     * @throws org.timeviper.model.config.ModelException if the folder holds no model
     */
    public TransvBenchmark(
            Path model, ComputeDevice device, Precision precision, int repeats, int steps, Watcher watcher) {
        this.model = model;
        this.device = device;
        this.precision = precision;
        this.config = ModelConfig.read(model.resolve("config.json"));
        this.extent = new PrefillExtent(repeats, steps);
        this.watcher = watcher;
    }

    /** What is measured. */
    public ModelConfig config() {
        return config;
    }

    /**
     * Measures every dropping at every length.
     *
     * @param films whose frames the model looks at; prompts of more repeat them
     * @param scratch a folder that may be written to
     * @param lengths numbers of frames of a prompt
     * @throws org.timeviper.model.config.ModelException if the model cannot drop tokens so, or there is no such device
     * @throws org.timeviper.indexer.media.UnreadableMedia when a film cannot be decoded
     */
    public TransvReport measure(List<Path> films, Path scratch, List<Integer> lengths, List<Dropping> droppings) {
        watcher.at("decoding", 0);
        Path pictures = scratch.resolve("pictures");
        int different =
                FilmFolder.write(films, config.sampling().fps(), pictures).count();
        List<TransvReport.Cell> cells = new ArrayList<>();
        int all = lengths.size() * droppings.size();
        for (int length : lengths) {
            for (Dropping dropping : droppings) {
                watcher.at(
                        String.format(Locale.ROOT, "%,d frames, %s", length, dropping.title()),
                        100.0 * cells.size() / all);
                cells.add(measure(new PrefillTask(model, device, precision, pictures, dropping, length, extent)));
            }
        }
        return new TransvReport(
                config.name(),
                config.tokensPerFrame(),
                device.toString(),
                precision.name().toLowerCase(Locale.ROOT),
                Runtime.getRuntime().availableProcessors(),
                new TransvReport.Films(
                        films.stream()
                                .map(film -> film.getFileName().toString())
                                .toList(),
                        different),
                extent.repeats(),
                extent.steps(),
                cells);
    }

    private TransvReport.Cell measure(PrefillTask task) {
        long tokens = (long) task.frames() * config.tokensPerFrame();
        String kind = task.dropping().kind().name().toLowerCase(Locale.ROOT);
        String schedule = task.dropping().schedule();
        try {
            return new TransvReport.Cell(kind, schedule, task.frames(), tokens, PrefillProcess.run(task), null);
        } catch (PrefillProcess.Ended e) {
            return new TransvReport.Cell(kind, schedule, task.frames(), tokens, null, e.getMessage());
        }
    }
}
