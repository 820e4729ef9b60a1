package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ja.tokenattributes.InflectionAttribute;
import org.apache.lucene.analysis.ja.tokenattributes.PartOfSpeechAttribute;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.FlagsAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Reads Japanese clause by clause, since its denials stand behind what they deny, and gives each word what {@link JapaneseClause} tells of it: the types of
 * {@link NegationFilter}, its {@link WordClass}, and for colours their one term. Denying words are taken out and their positions kept; punctuation and spaces are
 * taken out without a trace. What has neither letter nor digit is punctuation.
 *
 * <p>Expects words in their basic forms with their parts of speech, common words and punctuation still among them. Holds at most {@value #MAX_WORDS} words.
 */
final class JapaneseClauseFilter extends TokenFilter {

    /** A clause of more words is read as several. */
    private static final int MAX_WORDS = 256;

    /** Part of speech of a space, which parts nouns and does not end a clause as punctuation and new lines do. */
    private static final String SPACE = "記号-空白";

    /** Form of an adjective without its ending, which is how the dictionary reads the noun of a shape at the end of a clause: 青い丸. */
    private static final String BARE_STEM = "ガル接続";

    private static final String NOUN = "名詞-一般";

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PartOfSpeechAttribute partOfSpeech = addAttribute(PartOfSpeechAttribute.class);
    private final InflectionAttribute inflection = addAttribute(InflectionAttribute.class);
    private final TypeAttribute type = addAttribute(TypeAttribute.class);
    private final FlagsAttribute flags = addAttribute(FlagsAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);

    private final List<JapaneseWord> words = new ArrayList<>();
    private final List<State> states = new ArrayList<>();
    private JapaneseClause clause = new JapaneseClause(List.of());
    private int next;
    private boolean ended;

    JapaneseClauseFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        int skipped = 0;
        while (next < words.size() || readClause()) {
            int word = next++;
            if (words.get(word).isSpace()) {
                continue;
            }
            restoreState(states.get(word));
            if (takenOut(word)) {
                skipped += increment.getPositionIncrement();
                continue;
            }
            increment.setPositionIncrement(increment.getPositionIncrement() + skipped);
            describe(word);
            return true;
        }
        return false;
    }

    private boolean takenOut(int word) {
        boolean colourSuffix =
                words.get(word).isColourSuffix() && word > 0 && JapaneseVocabulary.colour(words.get(word - 1)) != 0;
        return colourSuffix || clause.role(word) == JapaneseClause.Role.TAKEN_OUT;
    }

    private void describe(int word) {
        boolean thing = clause.role(word) == JapaneseClause.Role.DENIED;
        String told = thing ? JapaneseVocabulary.deniedTerm(words.get(word)) : JapaneseVocabulary.term(words.get(word));
        term.setEmpty().append(told);
        flags.setFlags(clause.wordClass(word));
        if (thing) {
            type.setType(NegationFilter.DENIED);
        } else if (clause.role(word) == JapaneseClause.Role.DENIED_MODIFIER) {
            type.setType(NegationFilter.DENIED_MODIFIER);
        }
    }

    /** @return whether there is another clause */
    private boolean readClause() throws IOException {
        words.clear();
        states.clear();
        next = 0;
        while (!ended && words.size() < MAX_WORDS) {
            if (!input.incrementToken()) {
                ended = true;
            } else if (hasLetter() || isSpace()) {
                words.add(new JapaneseWord(term.toString(), kind()));
                states.add(captureState());
            } else if (!words.isEmpty()) {
                break;
            }
        }
        clause = new JapaneseClause(List.copyOf(words));
        return !words.isEmpty();
    }

    private String kind() {
        if (isSpace()) {
            return SPACE;
        }
        return BARE_STEM.equals(inflection.getInflectionForm()) ? NOUN : partOfSpeech.getPartOfSpeech();
    }

    private boolean isSpace() {
        return term.chars().allMatch(character -> Character.isSpaceChar(character) || character == '\t');
    }

    private boolean hasLetter() {
        return term.toString().codePoints().anyMatch(Character::isLetterOrDigit);
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        words.clear();
        states.clear();
        next = 0;
        ended = false;
    }
}
