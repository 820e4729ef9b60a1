package org.timeviper.indexer.index.lucene;

import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.timeviper.indexer.index.SceneDocument;

/** How a scene lies in a Lucene document. */
final class SceneFields {

    static final String CAPTION = "caption";
    static final String VECTOR = "vector";
    static final String VIDEO = "video";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String START = "start";
    private static final String END = "end";
    private static final String KIND = "kind";
    private static final String CONFIDENCE = "confidence";
    private static final String SEEN = "seen";
    private static final String TOTAL = "total";

    private SceneFields() {}

    static Document write(SceneDocument scene) {
        Document document = new Document();
        document.add(new StringField(ID, scene.id(), Field.Store.YES));
        document.add(new StringField(VIDEO, scene.videoId(), Field.Store.YES));
        document.add(new SortedDocValuesField(VIDEO, new BytesRef(scene.videoId())));
        document.add(new StoredField(NAME, scene.videoName()));
        document.add(new StoredField(START, scene.start()));
        document.add(new StoredField(END, scene.end()));
        document.add(new StoredField(KIND, scene.kind()));
        document.add(new TextField(CAPTION, scene.caption(), Field.Store.YES));
        document.add(new KnnFloatVectorField(VECTOR, scene.vector(), VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new StoredField(CONFIDENCE, scene.confidence()));
        document.add(new StoredField(SEEN, scene.framesSeen()));
        document.add(new StoredField(TOTAL, scene.framesTotal()));
        return document;
    }

    /** @param number the document's number within the searcher */
    static SceneDocument read(IndexSearcher searcher, int number) throws IOException {
        Document document = searcher.storedFields().document(number);
        return new SceneDocument(
                document.get(ID),
                document.get(VIDEO),
                document.get(NAME),
                document.getField(START).numericValue().doubleValue(),
                document.getField(END).numericValue().doubleValue(),
                document.get(KIND),
                document.get(CAPTION),
                vector(searcher, number),
                document.getField(CONFIDENCE).numericValue().doubleValue(),
                document.getField(SEEN).numericValue().longValue(),
                document.getField(TOTAL).numericValue().longValue());
    }

    static Term of(String videoId) {
        return new Term(VIDEO, videoId);
    }

    static Query inVideo(String videoId) {
        return new TermQuery(of(videoId));
    }

    private static float[] vector(IndexSearcher searcher, int number) throws IOException {
        LeafReaderContext context = searcher.getIndexReader()
                .leaves()
                .get(ReaderUtil.subIndex(number, searcher.getIndexReader().leaves()));
        LeafReader leaf = context.reader();
        FloatVectorValues vectors = leaf.getFloatVectorValues(VECTOR);
        KnnVectorValues.DocIndexIterator documents = vectors.iterator();
        documents.advance(number - context.docBase);
        return vectors.vectorValue(documents.index());
    }
}
