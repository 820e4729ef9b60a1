package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/** Turns a denied word into a term of its own, {@code !hat}, so that "hat" does not find "without a hat". Stands behind the stemmer, which would not know the mark. */
final class DeniedTermFilter extends TokenFilter {

    /** The mark before a denied word; the tokenizer lets it into no other term. */
    static final char MARK = '!';

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);

    DeniedTermFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        if (NegationFilter.denies(type.type())) {
            String word = term.toString();
            term.setEmpty().append(MARK).append(word);
        }
        return true;
    }
}
