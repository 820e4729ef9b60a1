package org.timeviper.indexer.search;

import java.util.List;
import org.timeviper.indexer.index.SceneDocument;

/**
 * A scene found by words, by meaning or by both.
 *
 * @param scene the scene
 * @param matched the query's words that its caption holds
 * @param byWords whether it holds enough of them to be ranked by words
 * @param cosine nearness of its caption to the query in meaning, −1 to 1
 * @param evidence how well it answers by itself
 */
record SceneHit(SceneDocument scene, List<String> matched, boolean byWords, double cosine, Evidence evidence) {}
