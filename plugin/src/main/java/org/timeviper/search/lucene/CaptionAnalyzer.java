package org.timeviper.search.lucene;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.tartarus.snowball.ext.EnglishStemmer;

/**
 * Analysis of English captions, the same for captions and queries: words in lower case without accents, common words left out, inflections taken off ("enters",
 * "entering" and "entered" are one term), and denied words kept apart ("without a hat" gives {@code !hat}).
 *
 * <p>Common words leave holes in the positions, so that phrases keep their distances. Safe for use by many threads.
 */
public final class CaptionAnalyzer extends Analyzer {

    /** Changes whenever the terms of some text change: an index written with another version must be rebuilt. */
    public static final int VERSION = 1;

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream stream = new ASCIIFoldingFilter(words);
        stream = new LowerCaseFilter(stream);
        stream = new NegationFilter(stream);
        stream = new EnglishPossessiveFilter(stream);
        stream = new StopFilter(stream, Vocabulary.COMMON);
        stream = new SnowballFilter(stream, new EnglishStemmer());
        return new TokenStreamComponents(words, new DeniedTermFilter(stream));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream stream) {
        return new LowerCaseFilter(new ASCIIFoldingFilter(stream));
    }
}
