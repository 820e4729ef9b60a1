package org.timeviper.search.lucene;

import java.io.Reader;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;

/**
 * Analysis of captions in one {@link CaptionLanguage}, the same for captions and queries: words in lower case, common words left out, inflections taken off
 * ("enters", "entering" and "entered" are one term), and denied words kept apart ("without a hat" gives {@code !hat}).
 *
 * <p>Tokens also say which words are adjectives and colours, which is what {@link CaptionQuery} and {@link ColouredThings} go by: they work with any analyzer that
 * passes this one's tokens on unchanged, and need not know the language.
 *
 * <p>Common words leave no holes in the positions. Safe for use by many threads.
 */
public final class CaptionAnalyzer extends Analyzer {

    /** Version of English analysis; {@link CaptionLanguage#version()} of the others. Changes whenever the terms of some text change: an index written with another version must be rebuilt. */
    public static final int VERSION = 2;

    private final CaptionLanguage language;
    private final Analysis analysis;

    /** Analysis of English captions. */
    public CaptionAnalyzer() {
        this(CaptionLanguage.ENGLISH);
    }

    /** @param language of captions and queries */
    public CaptionAnalyzer(CaptionLanguage language) {
        this.language = language;
        this.analysis = language.analysis();
    }

    /** @return the language of captions and queries */
    public CaptionLanguage language() {
        return language;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        TokenStreamComponents components = analysis.components();
        return new TokenStreamComponents(components.getSource(), new EvenPositionsFilter(components.getTokenStream()));
    }

    @Override
    protected Reader initReader(String field, Reader text) {
        return analysis.characters(text);
    }

    @Override
    protected Reader initReaderForNormalization(String field, Reader text) {
        return analysis.characters(text);
    }

    @Override
    protected TokenStream normalize(String field, TokenStream stream) {
        return analysis.normalize(stream);
    }
}
