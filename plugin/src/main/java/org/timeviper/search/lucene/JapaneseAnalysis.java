package org.timeviper.search.lucene;

import java.io.Reader;
import org.apache.lucene.analysis.Analyzer.TokenStreamComponents;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKWidthCharFilter;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseIterationMarkCharFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/**
 * Japanese by Kuromoji. Widths and iteration marks come before the dictionary, which knows words in one spelling only; punctuation goes as far as the reading of
 * clauses, which it ends.
 */
final class JapaneseAnalysis implements Analysis {

    @Override
    public Reader characters(Reader text) {
        return new JapaneseIterationMarkCharFilter(new CJKWidthCharFilter(text));
    }

    @Override
    public TokenStreamComponents components() {
        Tokenizer words = new JapaneseTokenizer(null, false, true, JapaneseTokenizer.Mode.SEARCH);
        TokenStream stream = new JapaneseClauseFilter(new JapaneseBaseFormFilter(words));
        stream = new JapanesePartOfSpeechStopFilter(stream, JapaneseAnalyzer.getDefaultStopTags());
        stream = new StopFilter(stream, JapaneseVocabulary.COMMON);
        stream = new JapaneseKatakanaStemFilter(stream);
        stream = new LowerCaseFilter(new ASCIIFoldingFilter(stream));
        return new TokenStreamComponents(words, new DeniedTermFilter(stream));
    }

    @Override
    public TokenStream normalize(TokenStream stream) {
        return new LowerCaseFilter(new ASCIIFoldingFilter(stream));
    }
}
