package org.timeviper.search.lucene;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer.TokenStreamComponents;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.tartarus.snowball.ext.EnglishStemmer;

/** English: accents off first, since no English word hangs on one; then denials, possessives, common words and inflections. */
final class EnglishAnalysis implements Analysis {

    @Override
    public TokenStreamComponents components() {
        Vocabulary vocabulary = EnglishVocabulary.WORDS;
        Tokenizer words = new StandardTokenizer();
        TokenStream stream = new ASCIIFoldingFilter(words);
        stream = new LowerCaseFilter(stream);
        stream = new ModifierFilter(stream, vocabulary, UnaryOperator.identity());
        stream = new NegationFilter(stream, vocabulary);
        stream = new EnglishPossessiveFilter(stream);
        stream = new StopFilter(stream, vocabulary.common());
        stream = new SnowballFilter(stream, new EnglishStemmer());
        return new TokenStreamComponents(words, new DeniedTermFilter(stream));
    }

    @Override
    public TokenStream normalize(TokenStream stream) {
        return new LowerCaseFilter(new ASCIIFoldingFilter(stream));
    }
}
