package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Matches;
import org.apache.lucene.search.NamedMatches;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * Says which of a query's words a caption holds, and how much of the query that is. Made for one query on one searcher; costs one walk through the words' postings
 * for each hit asked about, so it is for the hits that are shown.
 */
public final class CaptionMatches {

    /**
     * @param words the wanted words that the caption holds, as typed, in the query's order
     * @param coverage their share of all wanted words, each weighed by its inverse document frequency, 0 to 1
     * @param absence the share, weighed likewise, of the wanted words that this caption lacks and others hold: had it shown them, it would likely say so
     */
    public record Match(List<String> words, double coverage, double absence) {}

    private final CaptionQuery query;
    private final IndexSearcher searcher;
    private final Weight weight;
    private final Map<String, Double> rarity = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    /** @param field the field of the captions */
    public CaptionMatches(IndexSearcher searcher, CaptionQuery query, String field) throws IOException {
        this.query = query;
        this.searcher = searcher;
        this.weight = searcher.createWeight(searcher.rewrite(query.toQuery(field)), ScoreMode.COMPLETE_NO_SCORES, 1);
        long captions = searcher.getIndexReader().getDocCount(field);
        for (CaptionQuery.Word word : query.wanted()) {
            long holding = searcher.getIndexReader().docFreq(new Term(field, word.term()));
            rarity.put(word.term(), inverseDocumentFrequency(captions, holding));
            if (holding > 0) {
                known.add(word.term());
            }
        }
    }

    /** BM25's inverse document frequency: {@code ln(1 + (N − n + ½) / (n + ½))}. */
    static double inverseDocumentFrequency(long documents, long holding) {
        return Math.log1p((documents - holding + 0.5) / (holding + 0.5));
    }

    /** @param document number of the document within the searcher */
    public Match at(int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        Matches matches = weight.matches(leaf, document - leaf.docBase);
        Set<String> terms = matches == null
                ? Set.of()
                : NamedMatches.findNamedMatches(matches).stream()
                        .map(NamedMatches::getName)
                        .collect(Collectors.toSet());
        double found = 0;
        double absent = 0;
        double all = 0;
        List<String> words = new ArrayList<>();
        for (CaptionQuery.Word word : query.wanted()) {
            double weightOfWord = rarity.get(word.term());
            all += weightOfWord;
            if (terms.contains(word.term())) {
                found += weightOfWord;
                words.add(word.text());
            } else if (known.contains(word.term())) {
                absent += weightOfWord;
            }
        }
        return all == 0 ? new Match(List.of(), 0, 0) : new Match(List.copyOf(words), found / all, absent / all);
    }
}
