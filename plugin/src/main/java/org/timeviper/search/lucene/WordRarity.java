package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;

/**
 * How rare a query's words are among all captions.
 *
 * @param captions how many captions there are
 * @param holding for each wanted term how many of them hold it; terms that none holds are left out
 */
public record WordRarity(long captions, Map<String, Long> holding) {

    /** Handed in for a term that is not here, and handed back by a searcher that knows of no other shard. */
    private static final long UNKNOWN = Long.MAX_VALUE;

    public WordRarity {
        holding = Map.copyOf(holding);
    }

    /**
     * Counts in an index. Where the searcher knows the statistics of several shards, these count.
     *
     * @param field the field of the captions' terms
     */
    public static WordRarity in(IndexSearcher searcher, CaptionQuery query, String field) throws IOException {
        CollectionStatistics all = searcher.collectionStatistics(field);
        Map<String, Long> holding = new HashMap<>();
        for (CaptionQuery.Word word : query.wanted()) {
            Term term = new Term(field, word.term());
            int here = searcher.getIndexReader().docFreq(term);
            long timesHere = here == 0 ? UNKNOWN : searcher.getIndexReader().totalTermFreq(term);
            TermStatistics everywhere = searcher.termStatistics(term, Math.max(1, here), timesHere);
            if (everywhere.totalTermFreq() != UNKNOWN) {
                holding.put(word.term(), everywhere.docFreq());
            }
        }
        return new WordRarity(all == null ? 0 : all.docCount(), holding);
    }

    /** BM25's inverse document frequency: {@code ln(1 + (N − n + ½) / (n + ½))}. */
    double inverseDocumentFrequency(String term) {
        long held = Math.min(captions, holding.getOrDefault(term, 0L));
        return Math.log1p((captions - held + 0.5) / (held + 0.5));
    }

    /** @return whether any caption holds the term */
    boolean known(String term) {
        return holding.containsKey(term);
    }
}
