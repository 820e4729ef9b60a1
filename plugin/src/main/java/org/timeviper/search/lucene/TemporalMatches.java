package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.queries.intervals.IntervalIterator;
import org.apache.lucene.queries.intervals.IntervalMatchesIterator;
import org.apache.lucene.search.MatchesIterator;
import org.apache.lucene.search.Query;

/** The intervals of one document as matches: positions are milliseconds; there are no offsets. */
final class TemporalMatches implements IntervalMatchesIterator {

    private final IntervalIterator intervals;
    private final Query query;
    private boolean begun;

    /** @param intervals standing at a document's first interval */
    TemporalMatches(IntervalIterator intervals, Query query) {
        this.intervals = intervals;
        this.query = query;
    }

    @Override
    public boolean next() throws IOException {
        if (!begun) {
            begun = true;
            return true;
        }
        return intervals.nextInterval() != IntervalIterator.NO_MORE_INTERVALS;
    }

    @Override
    public int startPosition() {
        return intervals.start();
    }

    @Override
    public int endPosition() {
        return intervals.end();
    }

    @Override
    public int startOffset() {
        return -1;
    }

    @Override
    public int endOffset() {
        return -1;
    }

    @Override
    public int gaps() {
        return intervals.gaps();
    }

    @Override
    public int width() {
        return intervals.width();
    }

    @Override
    public MatchesIterator getSubMatches() {
        return null;
    }

    @Override
    public Query getQuery() {
        return query;
    }
}
