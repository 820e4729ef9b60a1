package org.timeviper.search.lucene;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.NumericUtils;

/**
 * Reads scenes out of one view of an index: everything from doc values, and captions from stored fields where they have none. Cheapest when documents are asked for in
 * their order, for then each field of a segment is opened once, and each video of it read once. Not for use by several threads.
 */
final class SceneReader {

    private final List<LeafReaderContext> leaves;
    private final StoredFields stored;
    private final SceneSchema schema;
    private Segment segment;

    SceneReader(IndexSearcher searcher, SceneSchema schema) throws IOException {
        this.leaves = searcher.getIndexReader().leaves();
        this.stored = searcher.storedFields();
        this.schema = schema;
    }

    /** @param document number of the scene's document within the searcher */
    Scene read(int document) throws IOException {
        Segment from = segment(document);
        int number = document - from.context.docBase;
        return from.scene(number, caption(document, from.captions, number));
    }

    /** The scene's embedding as it was written, not quantised. The array may be used for the next one. */
    float[] vector(int document) throws IOException {
        Segment from = segment(document);
        return from.vector(document - from.context.docBase);
    }

    private String caption(int document, BinaryDocValues captions, int number) throws IOException {
        if (captions != null && captions.advanceExact(number)) {
            return captions.binaryValue().utf8ToString();
        }
        String caption = stored.document(document, Set.of(schema.caption())).get(schema.caption());
        if (caption == null) {
            throw without(schema.caption());
        }
        return caption;
    }

    /** The segment of a document, opened anew if its fields are past the document already. */
    private Segment segment(int document) throws IOException {
        if (segment == null || !segment.reaches(document)) {
            segment = new Segment(leaves.get(ReaderUtil.subIndex(document, leaves)), schema);
        }
        segment.last = document;
        return segment;
    }

    /** The open fields of a segment. They only go forward. */
    private static final class Segment {
        private final LeafReaderContext context;
        private final Keywords id;
        private final Keywords kind;
        private final Numbers start;
        private final Numbers end;
        private final Numbers confidence;
        private final Numbers framesSeen;
        private final Numbers framesTotal;
        private final Videos videos;
        private final BinaryDocValues captions;
        private final FloatVectorValues vectors;
        private final KnnVectorValues.DocIndexIterator vectorDocuments;
        private final String vectorField;
        private int last;

        Segment(LeafReaderContext context, SceneSchema schema) throws IOException {
            this.context = context;
            this.vectorField = schema.vector();
            LeafReader leaf = context.reader();
            id = new Keywords(leaf, schema.id());
            kind = new Keywords(leaf, schema.kind());
            start = new Numbers(leaf, schema.start());
            end = new Numbers(leaf, schema.end());
            confidence = new Numbers(leaf, schema.confidence());
            framesSeen = new Numbers(leaf, schema.framesSeen());
            framesTotal = new Numbers(leaf, schema.framesTotal());
            videos = new Videos(leaf, schema);
            captions = leaf.getBinaryDocValues(schema.caption());
            vectors = leaf.getFloatVectorValues(schema.vector());
            if (vectors == null) {
                throw without(schema.vector());
            }
            vectorDocuments = vectors.iterator();
            last = context.docBase;
        }

        boolean reaches(int document) {
            return document >= last
                    && document < context.docBase + context.reader().maxDoc();
        }

        Scene scene(int number, String caption) throws IOException {
            return new Scene(
                    id.identity(number),
                    videos.of(number),
                    start.real(number),
                    end.real(number),
                    kind.first(number),
                    caption,
                    confidence.real(number),
                    framesSeen.whole(number),
                    framesTotal.whole(number));
        }

        float[] vector(int number) throws IOException {
            if (vectorDocuments.docID() < number) {
                vectorDocuments.advance(number);
            }
            if (vectorDocuments.docID() != number) {
                throw without(vectorField);
            }
            return vectors.vectorValue(vectorDocuments.index());
        }
    }

    /** The videos of a segment. All scenes of a video that are not deleted were written together, so what one says of its video they all say. */
    private static final class Videos {
        private final SortedSetDocValues ids;
        private final Keywords name;
        private final Keywords collection;
        private final Keywords tags;
        private final Keywords language;
        private final Keywords metadata;
        private final Numbers created;
        private final Numbers duration;
        private final String idField;
        private final Map<Long, IndexedVideo> read = new HashMap<>();

        Videos(LeafReader leaf, SceneSchema schema) throws IOException {
            idField = schema.video();
            ids = DocValues.getSortedSet(leaf, idField);
            name = new Keywords(leaf, schema.name());
            collection = new Keywords(leaf, schema.collection());
            tags = new Keywords(leaf, schema.tags());
            language = new Keywords(leaf, schema.language());
            metadata = new Keywords(leaf, schema.metadata());
            created = new Numbers(leaf, schema.created());
            duration = new Numbers(leaf, schema.duration());
        }

        IndexedVideo of(int number) throws IOException {
            if (!ids.advanceExact(number)) {
                throw without(idField);
            }
            long id = ids.nextOrd();
            IndexedVideo video = read.get(id);
            if (video == null) {
                video = new IndexedVideo(
                        ids.lookupOrd(id).utf8ToString(),
                        name.first(number),
                        collection.first(number),
                        tags.all(number),
                        language.first(number),
                        metadata.all(number),
                        Instant.ofEpochMilli(created.whole(number)),
                        duration.real(number));
                read.put(id, video);
            }
            return video;
        }
    }

    /** A keyword's values. */
    private static final class Keywords {
        private final SortedSetDocValues values;

        private final String field;

        Keywords(LeafReader leaf, String field) throws IOException {
            this.field = field;
            values = DocValues.getSortedSet(leaf, field);
        }

        /** The first value; empty if there is none. */
        String first(int number) throws IOException {
            return values.advanceExact(number)
                    ? values.lookupOrd(values.nextOrd()).utf8ToString()
                    : "";
        }

        /** The one value that must be there. */
        String identity(int number) throws IOException {
            String identity = first(number);
            if (identity.isEmpty()) {
                throw without(field);
            }
            return identity;
        }

        List<String> all(int number) throws IOException {
            List<String> all = new ArrayList<>();
            if (values.advanceExact(number)) {
                for (int i = 0; i < values.docValueCount(); i++) {
                    all.add(values.lookupOrd(values.nextOrd()).utf8ToString());
                }
            }
            return all;
        }
    }

    /** A number's values, one for each scene. */
    private static final class Numbers {
        private final String field;
        private final SortedNumericDocValues values;

        Numbers(LeafReader leaf, String field) throws IOException {
            this.field = field;
            this.values = DocValues.getSortedNumeric(leaf, field);
        }

        double real(int number) throws IOException {
            return NumericUtils.sortableLongToDouble(whole(number));
        }

        long whole(int number) throws IOException {
            if (!values.advanceExact(number)) {
                throw without(field);
            }
            return values.nextValue();
        }
    }

    private static IllegalStateException without(String field) {
        return new IllegalStateException(
                "The index has a scene without " + field + ": it was written by something else. Rebuild it.");
    }
}
