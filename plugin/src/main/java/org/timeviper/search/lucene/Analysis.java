package org.timeviper.search.lucene;

import java.io.Reader;
import org.apache.lucene.analysis.Analyzer.TokenStreamComponents;
import org.apache.lucene.analysis.TokenStream;

/**
 * How the captions of one kind of languages become terms. Every implementation ends with {@link DeniedTermFilter} and gives each token its {@link WordClass} and,
 * if it is denied, one of the token types of {@link NegationFilter}. Stateless: what it makes is for one thread, it itself for many.
 */
sealed interface Analysis permits EnglishAnalysis, StemmedAnalysis, JapaneseAnalysis {

    /** Characters before they are cut into words. */
    default Reader characters(Reader text) {
        return text;
    }

    /** A tokenizer and the filters behind it. */
    TokenStreamComponents components();

    /** The part of the analysis that also suits a piece of a word, such as a prefix. */
    TokenStream normalize(TokenStream stream);
}
