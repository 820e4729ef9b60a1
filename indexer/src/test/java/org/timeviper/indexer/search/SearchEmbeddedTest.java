package org.timeviper.indexer.search;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;

/** Expressions, similar moments and suggestions in the embedded index. */
class SearchEmbeddedTest extends SearchInAHome {

    @TempDir
    static Path folder;

    @Override
    SceneIndex open(SentenceEmbedder embedder) {
        return LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions());
    }
}
