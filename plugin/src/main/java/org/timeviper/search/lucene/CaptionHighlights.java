package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;

/**
 * Finds where a caption holds a query's wanted words. It reads the caption's text, so it is for the captions that are shown.
 *
 * <p>What a caption denies is not highlighted: "a man without a hat" does not hold "hat". Only the first {@value CaptionMatches#MAX_WORDS} words of a caption are read.
 * Immutable; safe for use by many threads if the analyzer is.
 */
public final class CaptionHighlights {

    private final Set<String> wanted;
    private final Analyzer analyzer;

    /**
     * Characters of a caption.
     *
     * @param start the first, counted in UTF-16 code units from 0
     * @param end the one after the last
     */
    public record Range(int start, int end) {}

    /** @param analyzer the analyzer of the captions */
    public CaptionHighlights(CaptionQuery query, Analyzer analyzer) {
        this.wanted = query.wanted().stream().map(CaptionQuery.Word::term).collect(Collectors.toUnmodifiableSet());
        this.analyzer = analyzer;
    }

    /**
     * Reads a caption.
     *
     * @return a range for each word that the query wants, in the caption's order; they do not overlap, and none cuts a character in two
     */
    public List<Range> in(String caption) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>();
        int free = 0;
        for (CaptionQuery.Token token : CaptionQuery.tokens(caption, analyzer, CaptionMatches.MAX_WORDS)) {
            boolean held = !token.denied() && wanted.contains(token.word().term());
            if (held && token.start() >= free && token.end() > token.start()) {
                ranges.add(new Range(token.start(), token.end()));
                free = token.end();
            }
        }
        return List.copyOf(ranges);
    }
}
