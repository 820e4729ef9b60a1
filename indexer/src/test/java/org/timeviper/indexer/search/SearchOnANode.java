package org.timeviper.indexer.search;

import java.time.Duration;
import java.util.UUID;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.elasticsearch.ElasticsearchSceneIndex;
import org.timeviper.indexer.index.elasticsearch.Settings;
import org.timeviper.indexer.index.elasticsearch.SharedNode;
import org.timeviper.search.lucene.CaptionLanguage;

/** Expressions, similar moments and suggestions on a real cluster of one node. */
abstract class SearchOnANode extends SearchInAHome {

    abstract SharedNode node();

    @Override
    SceneIndex open(SentenceEmbedder embedder) {
        Settings settings =
                Settings.of(node().node().address(), "search-" + UUID.randomUUID(), 2, Duration.ofSeconds(20));
        return ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions());
    }
}
