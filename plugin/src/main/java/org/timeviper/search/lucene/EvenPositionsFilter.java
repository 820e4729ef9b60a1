package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * Counts positions by the words that are left, so that two words with only common words between them stand in a row: "a man with a hat" is as near to "man, hat" as to
 * "a man in his hat". It also makes terms that are joined by spaces ({@link CaptionTerms}) and analysed anew the same as these.
 */
final class EvenPositionsFilter extends TokenFilter {

    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);

    EvenPositionsFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        increment.setPositionIncrement(1);
        return true;
    }
}
