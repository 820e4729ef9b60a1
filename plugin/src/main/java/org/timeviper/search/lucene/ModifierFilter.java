package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;

/** Gives adjectives and colours their {@link WordClass}. Expects lower-case words, and leaves them as they are. */
final class ModifierFilter extends TokenFilter {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final FlagsAttribute flags = addAttribute(FlagsAttribute.class);
    private final CharArrayMap<Integer> modifiers;
    private final UnaryOperator<String> stem;

    /** @param stem the stemmer that the vocabulary was built with */
    ModifierFilter(TokenStream input, Vocabulary vocabulary, UnaryOperator<String> stem) {
        super(input);
        this.modifiers = vocabulary.modifiers();
        this.stem = stem;
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        Integer wordClass = modifiers.get(stem.apply(term.toString()));
        if (wordClass != null) {
            flags.setFlags(wordClass);
        }
        return true;
    }
}
