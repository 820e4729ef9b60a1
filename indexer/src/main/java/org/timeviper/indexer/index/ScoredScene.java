package org.timeviper.indexer.index;

import java.util.List;
import java.util.Objects;

/**
 * A scene that a search has found.
 *
 * @param scene the scene
 * @param score BM25 for words, cosine (−1 to 1) for meaning; higher is better
 * @param matched the query's words that the caption holds, as typed, in the query's order
 * @param coverage their share of the query's words, common ones aside, rare words weighing more, 0 to 1
 * @param absence share of the words, weighed likewise, that the caption lacks though other captions hold them, 0 to 1
 */
public record ScoredScene(SceneDocument scene, double score, List<String> matched, double coverage, double absence) {

    public ScoredScene {
        Objects.requireNonNull(scene, "scene");
        matched = List.copyOf(matched);
    }
}
