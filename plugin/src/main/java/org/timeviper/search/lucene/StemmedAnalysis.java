package org.timeviper.search.lucene;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer.TokenStreamComponents;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.tartarus.snowball.SnowballStemmer;

/**
 * A European language other than English: elided articles off ("l'homme"), denials, common words, inflections by the language's Snowball stemmer, and accents off
 * last, since the stemmer needs them.
 */
final class StemmedAnalysis implements Analysis {

    private final Supplier<? extends SnowballStemmer> stemmer;
    private final Vocabulary vocabulary;
    private final CharArraySet elided;
    private final boolean accents;

    /**
     * @param stemmer makes a stemmer, which is for one thread
     * @param vocabulary the language's words, not yet built
     * @param elided articles that melt into the word behind them, without the apostrophe
     * @param accents whether words that differ by an accent alone are different words, as å and a are in the Nordic languages
     */
    StemmedAnalysis(
            Supplier<? extends SnowballStemmer> stemmer,
            Vocabulary.Builder vocabulary,
            CharArraySet elided,
            boolean accents) {
        this.stemmer = stemmer;
        this.vocabulary = vocabulary.build(stem());
        this.elided = elided;
        this.accents = accents;
    }

    @Override
    public TokenStreamComponents components() {
        Tokenizer words = new StandardTokenizer();
        TokenStream stream = new ElisionFilter(new LowerCaseFilter(words), elided);
        // Takes off any 's, also that of Dutch plurals ("auto's"), which stemmers leave half of.
        stream = new EnglishPossessiveFilter(stream);
        stream = new ModifierFilter(stream, vocabulary, stem());
        stream = new NegationFilter(stream, vocabulary);
        stream = new StopFilter(stream, vocabulary.common());
        stream = new SnowballFilter(stream, stemmer.get());
        return new TokenStreamComponents(words, new DeniedTermFilter(withoutAccents(stream)));
    }

    @Override
    public TokenStream normalize(TokenStream stream) {
        return withoutAccents(new LowerCaseFilter(stream));
    }

    private TokenStream withoutAccents(TokenStream stream) {
        return accents ? stream : new ASCIIFoldingFilter(stream);
    }

    private UnaryOperator<String> stem() {
        SnowballStemmer program = stemmer.get();
        return word -> {
            program.setCurrent(word);
            program.stem();
            return program.getCurrent();
        };
    }
}
