package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * Tells where in a document's timeline a temporal query holds. Made for one query on one searcher; evaluates the query anew for each document asked about, so it is for the
 * hits that are shown.
 */
public final class TemporalSpans {

    private final IndexSearcher searcher;
    private final String field;
    private final Weight weight;

    /** @param query what was searched for */
    public TemporalSpans(IndexSearcher searcher, TemporalQuery query) throws IOException {
        this.searcher = searcher;
        this.field = query.field();
        this.weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    /**
     * Finds the spans of one document.
     *
     * @param document its number within the searcher
     * @return in order of start, then of end, each once, as {@link TemporalIntervals} says; empty if the document does not match
     */
    public List<TimeSpan> at(int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        return of(weight.matches(leaf, document - leaf.docBase), field);
    }

    /**
     * Reads the spans out of the matches of a temporal query.
     *
     * @param matches as its weight gives them; null if there are none
     * @param field the query's
     */
    public static List<TimeSpan> of(Matches matches, String field) throws IOException {
        List<TimeSpan> spans = new ArrayList<>();
        MatchesIterator match = matches == null ? null : matches.getMatches(field);
        while (match != null && match.next()) {
            spans.add(new TimeSpan(match.startPosition(), match.endPosition()));
        }
        return spans;
    }
}
