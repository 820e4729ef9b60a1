package org.timeviper.indexer.benchmark.transv;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.timeviper.model.cost.PrefillResult;

/**
 * What long films cost, and what dropping saves.
 *
 * @param model the model's name
 * @param tokensPerFrame visual tokens a frame
 * @param device what it ran on, {@code cpu} or {@code cuda:0}
 * @param precision of the decoder, {@code float32} or {@code bfloat16}
 * @param processors of the machine
 * @param films what was looked at
 * @param repeats prefills that were timed for each cell
 * @param steps decode steps behind each
 * @param cells one for each length and dropping, by rising length
 */
public record TransvReport(
        String model,
        int tokensPerFrame,
        String device,
        String precision,
        int processors,
        Films films,
        int repeats,
        int steps,
        List<Cell> cells) {

    public TransvReport {
        cells = List.copyOf(cells);
    }

    /**
     * Where the frames came from.
     *
     * @param names of the films
     * @param frames how many different ones; prompts of more repeat them
     */
    public record Films(List<String> names, int frames) {

        public Films {
            names = List.copyOf(names);
        }
    }

    /**
     * One measurement.
     *
     * @param dropping {@code none}, {@code pdrop} or {@code transv}
     * @param schedule as in {@code config.json}; empty where none are dropped
     * @param frames of the prompt
     * @param visionTokens that went in
     * @param measured null where it failed
     * @param failure how the process ended if it gave no answer; else null
     */
    public record Cell(
            String dropping,
            String schedule,
            int frames,
            long visionTokens,
            @JsonUnwrapped PrefillResult measured,
            String failure) {}
}
