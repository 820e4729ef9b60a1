package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.queries.intervals.IntervalIterator;

/**
 * Tells where in a document's timeline a temporal query holds. Evaluates the query anew for each document asked about, so it is for the hits that are shown.
 */
public final class TemporalSpans {

    private final TemporalQuery query;

    /** @param query what was searched for */
    public TemporalSpans(TemporalQuery query) {
        this.query = Objects.requireNonNull(query, "query");
    }

    /**
     * Finds the spans of one document.
     *
     * @param reader of the whole index
     * @param document its number within the reader
     * @return as {@link #at(LeafReaderContext, int)}
     */
    public List<TimeSpan> at(IndexReader reader, int document) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        return at(leaf, document - leaf.docBase);
    }

    /**
     * Finds the spans of one document of a segment.
     *
     * @param segment that the document is in
     * @param document its number within the segment
     * @return in order of start, then of end, each once, as {@link TemporalIntervals} says; empty if the document does not match
     */
    public List<TimeSpan> at(LeafReaderContext segment, int document) throws IOException {
        IntervalIterator found = query.intervals().intervals(query.field(), segment);
        List<TimeSpan> spans = new ArrayList<>();
        if (found != null && found.advance(document) == document) {
            while (found.nextInterval() != IntervalIterator.NO_MORE_INTERVALS) {
                spans.add(new TimeSpan(found.start(), found.end()));
            }
        }
        return spans;
    }
}
