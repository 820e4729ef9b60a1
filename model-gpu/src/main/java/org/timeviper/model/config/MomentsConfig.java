package org.timeviper.model.config;

/**
 * How moments are found: the section {@code moments} of {@code config.json}. The published evaluation takes the model's likeliest words, once.
 *
 * @param draws how many answers to "when is this seen?" are drawn, of which the span is taken that overlaps all the others best; 0 to take the likeliest words
 * @param refuseFrom probability of the answer that it is not seen from which on that is the answer, above 0 and at most 1. With 1 it has to be the likeliest answer. What is less
 *     likely than one draw in all may be missed
 * @param confirmEvents whether each event of a list is looked for again by its own words wherever a list of events is asked for
 * @param yesFrom of what is found the model is asked whether it is there at all, and from which probability of Yes beside No on it is believed: between 0 and 1. With 0 it is not asked
 * @param colours those by which what is found is told from what was searched for
 */
public record MomentsConfig(
        int draws, double refuseFrom, boolean confirmEvents, double yesFrom, ColoursConfig colours) {

    /** As in the published evaluation. */
    public static final MomentsConfig DEFAULT = new MomentsConfig(0, 1, false, 0, ColoursConfig.NONE);

    /** Each draw costs some decode steps. */
    public static final int MOST_DRAWS = 256;

    /** @throws IllegalArgumentException if a number is out of its range */
    public MomentsConfig {
        if (draws < 0 || draws > MOST_DRAWS) {
            throw new IllegalArgumentException("draws lie between 0 and " + MOST_DRAWS + ", not at " + draws);
        }
        if (!(refuseFrom > 0 && refuseFrom <= 1)) {
            throw new IllegalArgumentException("refuse_from lies above 0, and at most at 1, not at " + refuseFrom);
        }
        if (!(yesFrom >= 0 && yesFrom <= 1)) {
            throw new IllegalArgumentException("yes_from lies between 0 and 1, not at " + yesFrom);
        }
    }

    /** @return whether spans are drawn */
    public boolean draw() {
        return draws > 0;
    }

    /** @return whether the model is asked whether what it has found is there at all */
    public boolean askWhether() {
        return yesFrom > 0;
    }
}
