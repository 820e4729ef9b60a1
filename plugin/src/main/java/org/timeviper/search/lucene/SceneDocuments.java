package org.timeviper.search.lucene;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/** Writes scenes as Lucene documents that {@link SceneSearcher} can search; the writer must analyse {@link SceneSchema#terms} with a {@link CaptionAnalyzer}. */
public final class SceneDocuments {

    private static final SceneSchema SCHEMA = SceneSchema.FLAT;

    private SceneDocuments() {}

    /** @param vector the caption's embedding, of length one */
    public static Document write(Scene scene, float[] vector) {
        Document document = new Document();
        document.add(new KeywordField(SCHEMA.id(), scene.id(), Field.Store.NO));
        addVideo(document, scene.video());
        document.add(new DoubleField(SCHEMA.start(), scene.start(), Field.Store.NO));
        document.add(new DoubleField(SCHEMA.end(), scene.end(), Field.Store.NO));
        document.add(new KeywordField(SCHEMA.kind(), scene.kind(), Field.Store.NO));
        document.add(new BinaryDocValuesField(SCHEMA.caption(), new BytesRef(scene.caption())));
        document.add(new TextField(SCHEMA.terms(), scene.caption(), Field.Store.NO));
        document.add(new KnnFloatVectorField(SCHEMA.vector(), vector, VectorSimilarityFunction.DOT_PRODUCT));
        document.add(new SortedNumericDocValuesField(
                SCHEMA.confidence(), NumericUtils.doubleToSortableLong(scene.confidence())));
        document.add(new SortedNumericDocValuesField(SCHEMA.framesSeen(), scene.framesSeen()));
        document.add(new SortedNumericDocValuesField(SCHEMA.framesTotal(), scene.framesTotal()));
        return document;
    }

    private static void addVideo(Document document, IndexedVideo video) {
        document.add(new KeywordField(SCHEMA.video(), video.id(), Field.Store.NO));
        document.add(new SortedSetDocValuesField(SCHEMA.name(), new BytesRef(video.name())));
        if (!video.collection().isEmpty()) {
            document.add(new KeywordField(SCHEMA.collection(), video.collection(), Field.Store.NO));
        }
        for (String tag : video.tags()) {
            document.add(new KeywordField(SCHEMA.tags(), tag, Field.Store.NO));
        }
        if (!video.language().isEmpty()) {
            document.add(new KeywordField(SCHEMA.language(), video.language(), Field.Store.NO));
        }
        for (String term : video.metadata()) {
            document.add(new KeywordField(SCHEMA.metadata(), term, Field.Store.NO));
        }
        video.labels().forEach(label -> document.add(new StringField(SCHEMA.labels(), label, Field.Store.NO)));
        document.add(new LongField(SCHEMA.created(), video.created().toEpochMilli(), Field.Store.NO));
        document.add(new DoubleField(SCHEMA.duration(), video.durationSeconds(), Field.Store.NO));
    }
}
