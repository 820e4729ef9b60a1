package org.timeviper.indexer.search;

import java.util.List;
import org.timeviper.indexer.index.SceneDocument;

/**
 * A scene found by words, by meaning or by both.
 *
 * @param scene the scene
 * @param matched the query's words that its caption holds
 * @param byWords whether it holds enough of them to be ranked by words
 * @param byMeaning whether its caption lies so far above chance in meaning that this alone would count
 * @param evidence how well it answers by itself
 */
record SceneHit(SceneDocument scene, List<String> matched, boolean byWords, boolean byMeaning, Evidence evidence) {

    /** @return {@code words}, {@code meaning} or both; a hit that neither carries was found by meaning, as the nearest there is */
    List<String> matchedBy() {
        if (byWords) {
            return byMeaning ? List.of("words", "meaning") : List.of("words");
        }
        return List.of("meaning");
    }
}
