package org.timeviper.search.lucene;

import java.util.List;

/**
 * A scene found by words, by meaning or by both.
 *
 * @param scored the scene with what it shares with the query
 * @param byWords whether its caption holds enough of the query's words to be ranked by words
 * @param byMeaning whether its caption lies so far above chance in meaning that this alone would count
 * @param otherColour whether its caption gives a wanted thing another colour
 * @param evidence how well it answers by itself
 */
public record SceneHit(ScoredScene scored, boolean byWords, boolean byMeaning, boolean otherColour, Evidence evidence) {

    /** A caption that holds all words but for rounding. */
    private static final double ALL = 1 - 1e-9;

    /** @return the scene */
    public Scene scene() {
        return scored.scene();
    }

    /** @return whether the whole query is a label of its video, such as a tag */
    public boolean labelled() {
        return labelled(scored);
    }

    static boolean labelled(ScoredScene scored) {
        return scored.matched().size() == 1
                && scored.scene()
                        .video()
                        .labels()
                        .contains(IndexedVideo.label(scored.matched().getFirst()));
    }

    /** @return whether it can be taken for what is looked for: the evidence is strong, or its caption holds every word and gives nothing another colour */
    public boolean answers() {
        return evidence.confident() || scored.coverage() >= ALL && !otherColour;
    }

    /** @return {@code words}, {@code meaning} or both; a hit that neither carries was found by meaning, as the nearest there is */
    public List<String> matchedBy() {
        if (byWords) {
            return byMeaning ? List.of("words", "meaning") : List.of("words");
        }
        return List.of("meaning");
    }

    /** @return this hit with its place in its video, ranked by a score */
    public TimedHit<SceneHit> timed(double score) {
        return new TimedHit<>(scene().video().id(), scene().start(), scene().end(), score, evidence.relevance(), this);
    }
}
