package org.timeviper.search.lucene;

import java.util.List;

/**
 * A scene found by words, by meaning or by both.
 *
 * @param scored the scene with what it shares with the query
 * @param byWords whether its caption holds enough of the query's words to be ranked by words
 * @param byMeaning whether its caption lies so far above chance in meaning that this alone would count
 * @param evidence how well it answers by itself
 */
public record SceneHit(ScoredScene scored, boolean byWords, boolean byMeaning, Evidence evidence) {

    /** @return the scene */
    public Scene scene() {
        return scored.scene();
    }

    /** @return {@code words}, {@code meaning} or both; a hit that neither carries was found by meaning, as the nearest there is */
    public List<String> matchedBy() {
        if (byWords) {
            return byMeaning ? List.of("words", "meaning") : List.of("words");
        }
        return List.of("meaning");
    }
}
