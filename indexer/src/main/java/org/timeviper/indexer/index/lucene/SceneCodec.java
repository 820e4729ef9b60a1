package org.timeviper.indexer.index.lucene;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.timeviper.search.lucene.SceneGraph;

/** Lucene's codec with the vector graph of {@link SceneGraph}. What is written with it can be read without it. */
final class SceneCodec extends Lucene104Codec {

    private final KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(SceneGraph.LINKS, SceneGraph.LOOKED_AT);

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }
}
