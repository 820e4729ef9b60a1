package org.timeviper.search.lucene;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.NumericUtils;

/** Reads scenes out of an index: captions from stored fields, everything else from doc values. */
final class SceneReader {

    private final IndexSearcher searcher;
    private final SceneSchema schema;

    SceneReader(IndexSearcher searcher, SceneSchema schema) {
        this.searcher = searcher;
        this.schema = schema;
    }

    /** @param document number of the scene's document within the searcher */
    Scene read(int document) throws IOException {
        LeafReaderContext context = leaf(document);
        LeafReader leaf = context.reader();
        int number = document - context.docBase;
        return new Scene(
                identity(leaf, number, schema.id()),
                video(leaf, number),
                real(leaf, number, schema.start()),
                real(leaf, number, schema.end()),
                keyword(leaf, number, schema.kind()),
                caption(document),
                real(leaf, number, schema.confidence()),
                integer(leaf, number, schema.framesSeen()),
                integer(leaf, number, schema.framesTotal()));
    }

    /** The scene's embedding as it was written, not quantised. */
    float[] vector(int document) throws IOException {
        LeafReaderContext context = leaf(document);
        FloatVectorValues vectors = context.reader().getFloatVectorValues(schema.vector());
        if (vectors == null) {
            throw without(schema.vector());
        }
        KnnVectorValues.DocIndexIterator documents = vectors.iterator();
        int number = document - context.docBase;
        if (documents.advance(number) != number) {
            throw without(schema.vector());
        }
        return vectors.vectorValue(documents.index());
    }

    private String caption(int document) throws IOException {
        String caption = searcher.storedFields()
                .document(document, Set.of(schema.caption()))
                .get(schema.caption());
        if (caption == null) {
            throw without(schema.caption());
        }
        return caption;
    }

    private IndexedVideo video(LeafReader leaf, int number) throws IOException {
        return new IndexedVideo(
                identity(leaf, number, schema.video()),
                keyword(leaf, number, schema.name()),
                keyword(leaf, number, schema.collection()),
                keywords(leaf, number, schema.tags()),
                keyword(leaf, number, schema.language()),
                Instant.ofEpochMilli(integer(leaf, number, schema.created())),
                real(leaf, number, schema.duration()));
    }

    private LeafReaderContext leaf(int document) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(document, leaves));
    }

    private static String identity(LeafReader leaf, int number, String field) throws IOException {
        String identity = keyword(leaf, number, field);
        if (identity.isEmpty()) {
            throw without(field);
        }
        return identity;
    }

    private static String keyword(LeafReader leaf, int number, String field) throws IOException {
        List<String> values = keywords(leaf, number, field);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static List<String> keywords(LeafReader leaf, int number, String field) throws IOException {
        SortedSetDocValues values = DocValues.getSortedSet(leaf, field);
        List<String> read = new ArrayList<>();
        if (values.advanceExact(number)) {
            for (int i = 0; i < values.docValueCount(); i++) {
                read.add(values.lookupOrd(values.nextOrd()).utf8ToString());
            }
        }
        return read;
    }

    private static double real(LeafReader leaf, int number, String field) throws IOException {
        return NumericUtils.sortableLongToDouble(integer(leaf, number, field));
    }

    private static long integer(LeafReader leaf, int number, String field) throws IOException {
        SortedNumericDocValues values = DocValues.getSortedNumeric(leaf, field);
        if (!values.advanceExact(number)) {
            throw without(field);
        }
        return values.nextValue();
    }

    private static IllegalStateException without(String field) {
        return new IllegalStateException(
                "The index has a scene without " + field + ": it was written by something else. Rebuild it.");
    }
}
