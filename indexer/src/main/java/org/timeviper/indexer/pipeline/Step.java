package org.timeviper.indexer.pipeline;

import java.util.Locale;

/** The steps of indexing one video, in order, each with its usual share of the work. */
public enum Step {
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
     * @return share of the whole work that is done then, 0 to 100
     */
    double percent(double done) {
        double before = 0;
        for (Step step : values()) {
            if (step == this) {
                break;
            }
            before += step.share;
        }
        return before + share * Math.clamp(done, 0, 1);
    }
}
