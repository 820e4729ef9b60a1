package org.timeviper.search.lucene;

/**
 * How well one scene by itself answers a query, whatever else was found: {@code z + 1.5·coverage − 2.5·absence − 3·otherColour}. Here z is how many standard
 * deviations the scene's cosine lies above chance for this very query ({@link Chance}), coverage the share of the query's words that the caption holds, absence
 * the share that it lacks though other captions of the library hold them, and otherColour 1 if the caption gives a wanted thing another colour. So a caption of other
 * words but the same meaning can stand, and "a blue car" does not stand for "a red car".
 *
 * <p>A scene whose video has the whole query for a label, such as a tag, can be stood for whatever its caption says.
 *
 * <p>The weights are a logistic regression on two judged sets of queries, rounded; where it says one half, confidence begins. A third set, never used to choose
 * anything, is what the rule is reported on (JudgedQueriesTest).
 *
 * @param value higher is better
 */
public record Evidence(double value) {

    private static final double COVERAGE_WEIGHT = 1.5;
    private static final double ABSENCE_WEIGHT = 2.5;
    private static final double OTHER_COLOUR_WEIGHT = 3;

    /** From here a scene can be stood for. */
    private static final double CONFIDENT = 4.25;

    /** Below this a scene is not worth showing beside one that can be stood for. */
    private static final double WORTH_SHOWING = 3;

    /** How steeply relevance rises with evidence, from the same regression. */
    private static final double STEEPNESS = 1.5;

    /**
     * @param hit a scene with its nearness to the query
     * @param chance how near the query comes to captions by chance
     * @param otherColour whether the caption gives a wanted thing another colour
     */
    static Evidence of(ScoredScene hit, Chance chance, boolean otherColour) {
        double value = chance.deviations(hit.cosine())
                + COVERAGE_WEIGHT * hit.coverage()
                - ABSENCE_WEIGHT * hit.absence()
                - (otherColour ? OTHER_COLOUR_WEIGHT : 0);
        return new Evidence(SceneHit.labelled(hit) ? Math.max(value, CONFIDENT) : value);
    }

    /** @return whether a cosine this many standard deviations above chance would be enough without a word in common */
    static boolean byMeaning(double deviations) {
        return deviations >= CONFIDENT;
    }

    /** @return whether the search can stand for the scene */
    public boolean confident() {
        return value >= CONFIDENT;
    }

    /** @return whether the scene is worth showing beside one that can be stood for */
    public boolean worthShowing() {
        return value >= WORTH_SHOWING;
    }

    /** @return the evidence as a number from 0 to 1, one half where confidence begins (logistic function) */
    public double relevance() {
        return 1 / (1 + Math.exp(STEEPNESS * (CONFIDENT - value)));
    }
}
