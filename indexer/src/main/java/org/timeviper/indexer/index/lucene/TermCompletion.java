package org.timeviper.indexer.index.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.search.lucene.CompletionTerms;

/** Finds the most frequent terms that begin with something, from the index's own lists of terms: nothing is read of any video. */
final class TermCompletion {

    /** How many terms of a segment are looked at: what one letter begins in a large archive is cut short, in the order of the alphabet. */
    private static final int MOST_LOOKED_AT = 50_000;

    /** Frequencies count what is deleted and not yet cleared away, so more than wanted are counted anew. */
    private static final int SPARE = 4;

    private static final Comparator<IndexedTerm> MOST_FREQUENT_FIRST =
            Comparator.comparingLong(IndexedTerm::videos).reversed().thenComparing(IndexedTerm::term);

    private TermCompletion() {}

    /** @return the most frequent terms that begin with a prefix and that some video has, equally frequent ones by themselves */
    static List<IndexedTerm> of(IndexSearcher searcher, String prefix, int limit) throws IOException {
        Map<String, Long> frequencies = new HashMap<>();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms terms = leaf.reader().terms(CompletionTerms.FIELD);
            if (terms != null) {
                count(terms.iterator(), new BytesRef(prefix), frequencies);
            }
        }
        boolean deletions = searcher.getIndexReader().hasDeletions();
        List<IndexedTerm> best = frequencies.entrySet().stream()
                .map(entry -> new IndexedTerm(entry.getKey(), entry.getValue()))
                .sorted(MOST_FREQUENT_FIRST)
                .limit(deletions ? (long) SPARE * limit : limit)
                .toList();
        return deletions ? present(searcher, best, limit) : best;
    }

    private static void count(TermsEnum terms, BytesRef prefix, Map<String, Long> frequencies) throws IOException {
        if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
            return;
        }
        BytesRef term = terms.term();
        for (int i = 0; i < MOST_LOOKED_AT && term != null && StringHelper.startsWith(term, prefix); i++) {
            frequencies.merge(term.utf8ToString(), (long) terms.docFreq(), Long::sum);
            term = terms.next();
        }
    }

    private static List<IndexedTerm> present(IndexSearcher searcher, List<IndexedTerm> terms, int limit)
            throws IOException {
        List<IndexedTerm> counted = new ArrayList<>();
        for (IndexedTerm term : terms) {
            int videos = searcher.count(new TermQuery(new Term(CompletionTerms.FIELD, term.term())));
            if (videos > 0) {
                counted.add(new IndexedTerm(term.term(), videos));
            }
        }
        return counted.stream().sorted(MOST_FREQUENT_FIRST).limit(limit).toList();
    }
}
