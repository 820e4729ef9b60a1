package org.timeviper.search.lucene;

import java.util.stream.Collectors;

/**
 * A caption's terms as one text, with single spaces between them: what an index takes that splits text at spaces and does nothing else. So a caption is analysed by whoever
 * writes it, and the index can be read wherever Lucene is, whether or not this package is there.
 */
public final class CaptionTerms {

    /** How many terms of a caption are kept. */
    private static final int MOST = 10_000;

    private CaptionTerms() {}

    /** @return the terms in the caption's order, denied ones with their mark */
    public static String of(String caption, CaptionAnalyzer analyzer) {
        return CaptionQuery.tokens(caption, analyzer, MOST).stream()
                .map(token -> token.denied()
                        ? token.word().deniedTerm()
                        : token.word().term())
                .collect(Collectors.joining(" "));
    }
}
