package org.timeviper.indexer.index;

import java.util.List;
import java.util.Objects;

/**
 * A scene that a search has found.
 *
 * @param scene the scene
 * @param score BM25 for words, cosine (−1 to 1) for meaning; higher is better
 * @param matched the query's words that the caption holds, as typed, in the query's order; empty for meaning
 * @param coverage share of the query's content words that the caption holds, rare words weighing more, 0 to 1; 0 for meaning
 */
public record ScoredScene(SceneDocument scene, double score, List<String> matched, double coverage) {

    public ScoredScene {
        Objects.requireNonNull(scene, "scene");
        matched = List.copyOf(matched);
    }
}
