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
     * @param absence the share, weighed likewise, of the wanted words that this caption lacks though others hold them, or that are names or numbers: had
     *     it shown them, it would likely say so
     */
    public record Match(List<String> words, double coverage, double absence) {}

    /** How many words of a caption are read. */
    static final int MAX_WORDS = 10_000;

    private final CaptionQuery query;
    private final WordRarity rarity;
    private final Analyzer analyzer;

    /** @param analyzer the analyzer of the captions */
    public CaptionMatches(CaptionQuery query, WordRarity rarity, Analyzer analyzer) {
        this.query = query;
        this.rarity = rarity;
        this.analyzer = analyzer;
    }

    /** @return what a scene holds: all of the query if that is a label of its video, else what its caption holds */
    public Match in(Scene scene) {
        return labels(scene) ? new Match(List.of(query.text().strip()), 1, 0) : in(scene.caption());
    }

    /** @return whether the whole query is a label of a scene's video */
    private boolean labels(Scene scene) {
        return scene.video().labels().contains(IndexedVideo.label(query.text()));
    }

    /** @param caption a caption's text */
    public Match in(String caption) {
        Set<String> terms = CaptionQuery.tokens(caption, analyzer, MAX_WORDS).stream()
                .filter(token -> !token.denied())
                .map(token -> token.word().term())
                .collect(Collectors.toSet());
        return holding(terms);
    }

    /** @param terms the terms that a scene's caption holds and does not deny, at least those of the query */
    Match in(Scene scene, Set<String> terms) {
        return labels(scene) ? in(scene) : holding(terms);
    }

    private Match holding(Set<String> terms) {
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
            } else if (rarity.known(word.term()) || query.isExact(word)) {
                absent += weight;
            }
        }
        return all == 0 ? new Match(List.of(), 0, 0) : new Match(words, found / all, absent / all);
    }
}
