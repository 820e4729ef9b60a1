package org.timeviper.indexer.pipeline;

import java.util.Locale;

/** The steps of indexing one video, in order, each with its usual share of the work. */
public enum Step {
    /** The film from another server, where that is where it is. */
    FETCH(20),
    /** What kind of film it is. */
    PROBE(1),
    /** Its pictures at a rate, and its shots. */
    SAMPLE(14),
    /** Captions and events from the model, window by window. */
    DESCRIBE(55),
    /** Every event looked for again; what is not found again is dropped. */
    GROUND(20),
    /** Sentence vectors of the captions. */
    EMBED(6),
    /** Into the index. */
    PUBLISH(4);

    private final int share;

    Step(int share) {
        this.share = share;
    }

    /** @return its name as clients see it */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param done share of this step that is done, 0 to 1
     * @param fetched whether the film had to be brought, which is a part of the work then
     * @return share of the whole work that is done then, 0 to 100
     */
    double percent(double done, boolean fetched) {
        double before = 0;
        double all = 0;
        for (Step step : values()) {
            if (step != FETCH || fetched) {
                before += step.compareTo(this) < 0 ? step.share : 0;
                all += step.share;
            }
        }
        return 100 * (before + share * Math.clamp(done, 0, 1)) / all;
    }
}
