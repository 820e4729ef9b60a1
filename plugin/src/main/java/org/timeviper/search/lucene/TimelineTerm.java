package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;

/** The passages of a timeline field that have a term, document by document in one segment. */
final class TimelineTerm {

    private final String field;
    private final String term;
    private final PostingsEnum postings;
    private int read = -1;
    private Map<TimeSpan, List<Integer>> passages = Map.of();

    /**
     * @param field what to name in errors
     * @param term likewise
     * @param postings with positions and payloads; may be moved on by others, but not through its positions
     */
    TimelineTerm(String field, String term, PostingsEnum postings) {
        this.field = field;
        this.term = term;
        this.postings = postings;
    }

    /** @return the documents that have the term */
    DocIdSetIterator documents() {
        return postings;
    }

    /**
     * Reads the passages of a document, or gives them again.
     *
     * @param document no earlier than the last one asked for
     * @return the passages that have the term, with its places in them
     * @throws IllegalArgumentException if the term stands there more often than {@link TemporalExpression#MAX_MATCHES} times, or the field is no timeline
     */
    Map<TimeSpan, List<Integer>> passages(int document) throws IOException {
        if (read != document) {
            int at = postings.docID() < document ? postings.advance(document) : postings.docID();
            passages = at == document ? read() : Map.of();
            read = document;
        }
        return passages;
    }

    private Map<TimeSpan, List<Integer>> read() throws IOException {
        int times = postings.freq();
        if (times > TemporalExpression.MAX_MATCHES) {
            throw new IllegalArgumentException("The word '" + term + "' stands " + times
                    + " times in one timeline of the field '" + field + "': temporal queries read up to "
                    + TemporalExpression.MAX_MATCHES + ", ask for a rarer one.");
        }
        Map<TimeSpan, List<Integer>> spans = new LinkedHashMap<>();
        for (int i = 0; i < times; i++) {
            int start = postings.nextPosition();
            PassagePayload payload = PassagePayload.decode(postings.getPayload(), field);
            spans.computeIfAbsent(new TimeSpan(start, start + payload.lengthMillis()), span -> new ArrayList<>(1))
                    .add(payload.place());
        }
        return spans;
    }
}
