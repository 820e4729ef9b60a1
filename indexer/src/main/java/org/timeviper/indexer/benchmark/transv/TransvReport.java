package org.timeviper.indexer.benchmark.transv;

import java.util.List;

/**
 * The performance half of the table: what dropping saves.
 *
 * @param model the model's name
 * @param tokensPerFrame visual tokens a frame
 * @param processors of the machine
 * @param vision what it took to see the frames
 * @param repeats prefills that were timed for each cell
 * @param steps decode steps behind each
 * @param cells one for each length and dropping, by rising length
 */
public record TransvReport(
        String model, int tokensPerFrame, int processors, Vision vision, int repeats, int steps, List<Cell> cells) {

    public TransvReport {
        cells = List.copyOf(cells);
    }

    /**
     * The vision part, which is not in the other numbers: it costs the same for every frame, whatever is dropped later.
     *
     * @param films whose frames were read
     * @param frames how many different ones; prompts of more repeat them
     * @param millisPerFrame from the decoded picture to the visual tokens
     */
    public record Vision(List<String> films, int frames, double millisPerFrame) {

        public Vision {
            films = List.copyOf(films);
        }
    }

    /**
     * One measurement. All but the first three and the tokens are null where it failed.
     *
     * @param dropping {@code none}, {@code pdrop} or {@code transv}
     * @param schedule as in {@code config.json}; empty where none are dropped
     * @param frames of the prompt
     * @param visionTokens that went in
     * @param keptTokens that were left behind the last layer
     * @param prefillMillis the whole prompt, median
     * @param decodeMillisPerToken a token of the answer behind it, median
     * @param loadedBytes resident memory of the process before the first long prompt; null also where the system does not tell
     * @param peakBytes the most that was ever resident; null also where the system does not tell
     * @param failure how the process ended if it gave no answer; else null
     */
    public record Cell(
            String dropping,
            String schedule,
            int frames,
            long visionTokens,
            Long keptTokens,
            Double prefillMillis,
            Double decodeMillisPerToken,
            Long loadedBytes,
            Long peakBytes,
            String failure) {}
}
