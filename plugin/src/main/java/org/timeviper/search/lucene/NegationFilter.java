package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Finds what a text denies. After "no", "not", "without" and their kin, the next thing named, with the adjectives before it, is denied; "or" and "nor" go on with
 * it: in "a man without a red hat or gloves walks", {@code red hat} and {@code gloves} are denied and {@code walks} is not.
 *
 * <p>Denied words get the token type {@link #DENIED}, adjectives before them {@link #DENIED_MODIFIER}. The denying words themselves are taken out, and their
 * positions kept. Expects lower-case words, common words still among them.
 */
final class NegationFilter extends TokenFilter {

    /** Token type of a denied thing. */
    static final String DENIED = "denied";

    /** Token type of an adjective that belongs to a denied thing. */
    static final String DENIED_MODIFIER = "denied-modifier";

    private enum Scope {
        /** Nothing is denied. */
        NONE,
        /** A denial waits for what it denies. */
        OPEN,
        /** The denied thing was the word before; only an alternative goes on. */
        MAY_GO_ON
    }

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private Scope scope = Scope.NONE;

    NegationFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        int skipped = 0;
        while (input.incrementToken()) {
            if (in(Vocabulary.DENIALS)) {
                scope = Scope.OPEN;
                skipped += increment.getPositionIncrement();
                continue;
            }
            increment.setPositionIncrement(increment.getPositionIncrement() + skipped);
            mark();
            return true;
        }
        return false;
    }

    private void mark() {
        switch (scope) {
            case NONE -> {}
            case OPEN -> {
                if (in(Vocabulary.LIFTS)) {
                    scope = Scope.NONE;
                } else if (in(Vocabulary.MODIFIERS)) {
                    type.setType(DENIED_MODIFIER);
                } else if (!in(Vocabulary.COMMON)) {
                    type.setType(DENIED);
                    scope = Scope.MAY_GO_ON;
                }
            }
            case MAY_GO_ON -> scope = in(Vocabulary.ALTERNATIVES) ? Scope.OPEN : Scope.NONE;
        }
    }

    private boolean in(CharArraySet words) {
        return words.contains(term.buffer(), 0, term.length());
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        scope = Scope.NONE;
    }
}
