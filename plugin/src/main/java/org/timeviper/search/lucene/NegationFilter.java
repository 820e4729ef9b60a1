package org.timeviper.search.lucene;

import java.io.IOException;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Finds what a text denies, in languages that deny before the thing. After "no", "not", "without" and their kin, the next thing named, with the adjectives before
 * it, is denied; "or" and "nor" go on with it: in "a man without a red hat or gloves walks", {@code red hat} and {@code gloves} are denied and {@code walks} is
 * not. Where adjectives stand behind the thing, as in "sin sombrero rojo", those are denied with it.
 *
 * <p>Denied words get the token type {@link #DENIED}, adjectives before them {@link #DENIED_MODIFIER}, behind them {@link #DENIED_MODIFIER_BEHIND}. The denying
 * words themselves are taken out, and their positions kept. Expects lower-case words that have their {@link WordClass}, common words still among them.
 */
final class NegationFilter extends TokenFilter {

    /** Token type of a denied thing. */
    static final String DENIED = "denied";

    /** Token type of an adjective that belongs to the denied thing after it. */
    static final String DENIED_MODIFIER = "denied-modifier";

    /** Token type of an adjective that belongs to the denied thing before it. */
    static final String DENIED_MODIFIER_BEHIND = "denied-modifier-behind";

    private enum Scope {
        /** Nothing is denied. */
        NONE,
        /** A denial waits for what it denies. */
        OPEN,
        /** The denied thing was the word before; only an alternative, or an adjective behind the thing, goes on. */
        MAY_GO_ON
    }

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private final FlagsAttribute flags = addAttribute(FlagsAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final Vocabulary vocabulary;
    private Scope scope = Scope.NONE;

    NegationFilter(TokenStream input, Vocabulary vocabulary) {
        super(input);
        this.vocabulary = vocabulary;
    }

    /** Says whether a token of this type is denied, as a thing or as an adjective of one. */
    static boolean denies(String type) {
        return type.equals(DENIED) || type.equals(DENIED_MODIFIER) || type.equals(DENIED_MODIFIER_BEHIND);
    }

    @Override
    public boolean incrementToken() throws IOException {
        int skipped = 0;
        while (input.incrementToken()) {
            if (in(vocabulary.denials())) {
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
            case OPEN -> open();
            case MAY_GO_ON -> {
                if (WordClass.isBehind(flags.getFlags())) {
                    type.setType(DENIED_MODIFIER_BEHIND);
                } else {
                    scope = in(vocabulary.alternatives()) ? Scope.OPEN : Scope.NONE;
                }
            }
        }
    }

    private void open() {
        boolean before = WordClass.isModifier(flags.getFlags()) && !WordClass.isBehind(flags.getFlags());
        if (in(vocabulary.lifts())) {
            scope = Scope.NONE;
        } else if (before) {
            type.setType(DENIED_MODIFIER);
        } else if (!in(vocabulary.common())) {
            type.setType(DENIED);
            scope = Scope.MAY_GO_ON;
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
