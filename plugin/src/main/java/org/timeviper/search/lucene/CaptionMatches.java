package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;

/** Says which of a query's words a caption holds, and how much of the query that is. It reads the caption's text, so it is for the hits that are shown. */
public final class CaptionMatches {

    /**
     * @param words the wanted words that the caption holds, as typed, in the query's order
     * @param coverage their share of all wanted words, each weighed by its inverse document frequency, 0 to 1
     * @param absence the share, weighed likewise, of the wanted words that this caption lacks and others hold: had it shown them, it would likely say so
     */
    public record Match(List<String> words, double coverage, double absence) {}

    /** How many words of a caption are read. */
    private static final int MAX_WORDS = 10_000;

    private final CaptionQuery query;
    private final WordRarity rarity;
    private final Analyzer analyzer;

    /** @param analyzer the analyzer of the captions */
    public CaptionMatches(CaptionQuery query, WordRarity rarity, Analyzer analyzer) {
        this.query = query;
        this.rarity = rarity;
        this.analyzer = analyzer;
    }

    /** @param caption a caption's text */
    public Match in(String caption) {
        Set<String> terms = CaptionQuery.tokens(caption, analyzer, MAX_WORDS).stream()
                .filter(token -> !token.denied())
                .map(token -> token.word().term())
                .collect(Collectors.toSet());
        return holding(terms);
    }

    /** @param terms the terms that a caption holds and does not deny, at least those of the query */
    Match holding(Set<String> terms) {
        double found = 0;
        double absent = 0;
        double all = 0;
        List<String> words = new ArrayList<>();
        for (CaptionQuery.Word word : query.wanted()) {
            double weight = rarity.inverseDocumentFrequency(word.term());
            all += weight;
            if (terms.contains(word.term())) {
                found += weight;
                words.add(word.text());
            } else if (rarity.known(word.term())) {
                absent += weight;
            }
        }
        return all == 0 ? new Match(List.of(), 0, 0) : new Match(words, found / all, absent / all);
    }
}
