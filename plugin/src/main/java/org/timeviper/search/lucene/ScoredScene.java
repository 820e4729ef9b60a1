package org.timeviper.search.lucene;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A scene that a search has found.
 *
 * @param scene the scene
 * @param score BM25 for words, cosine (−1 to 1) for meaning; higher is better
 * @param cosine how near the caption is to the query in meaning, −1 to 1
 * @param matched the query's words that the caption holds, as typed, in the query's order
 * @param coverage their share of the query's words, common ones aside, rare words weighing more, 0 to 1
 * @param absence share of the words, weighed likewise, that the caption lacks though other captions hold them, 0 to 1
 */
public record ScoredScene(
        Scene scene, double score, double cosine, List<String> matched, double coverage, double absence) {

    /** Best first; equal scores by identity, so that an answer does not depend on how the index happens to be laid out. */
    public static final Comparator<ScoredScene> BEST_FIRST = Comparator.comparingDouble(ScoredScene::score)
            .reversed()
            .thenComparing(scored -> scored.scene().id());

    public ScoredScene {
        Objects.requireNonNull(scene, "scene");
        matched = List.copyOf(matched);
    }
}
