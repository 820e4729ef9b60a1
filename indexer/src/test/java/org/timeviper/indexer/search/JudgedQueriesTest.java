package org.timeviper.indexer.search;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;

/** The judged queries on the embedded index. */
class JudgedQueriesTest extends JudgedQueries {

    @TempDir
    Path folder;

    @Override
    SceneIndex open(String set, SentenceEmbedder embedder) {
        return LuceneSceneIndex.open(
                folder.resolve(set), CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions());
    }
}
