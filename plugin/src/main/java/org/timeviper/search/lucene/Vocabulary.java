package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.CharArrayMap;
import org.apache.lucene.analysis.CharArraySet;

/**
 * The closed word classes of a language whose denials stand before what they deny. Immutable.
 *
 * @param common words too common to tell one caption from another
 * @param denials words that deny what follows them: "without"
 * @param alternatives words that go on with a denial: "without a hat or a coat"
 * @param lifts after a denial, words that lift it: "not only red"
 * @param modifiers adjectives, each with its {@link WordClass}; if the language is stemmed, by their stems
 */
record Vocabulary(
        CharArraySet common,
        CharArraySet denials,
        CharArraySet alternatives,
        CharArraySet lifts,
        CharArrayMap<Integer> modifiers) {

    /** Begins a vocabulary with the language's common words. */
    static Builder of(CharArraySet common) {
        return new Builder(common);
    }

    /** Collects a vocabulary, class by class. */
    static final class Builder {

        private record Modifier(String word, int wordClass) {}

        private CharArraySet common;
        private CharArraySet denials = CharArraySet.EMPTY_SET;
        private CharArraySet alternatives = CharArraySet.EMPTY_SET;
        private CharArraySet lifts = CharArraySet.EMPTY_SET;
        private final List<Modifier> modifiers = new ArrayList<>();

        private Builder(CharArraySet common) {
            this.common = new CharArraySet(common, true);
        }

        /** Adds common words. */
        Builder common(String... words) {
            common.addAll(List.of(words));
            return this;
        }

        /** Takes words out of the common ones: those of place and direction are what captions differ by. */
        Builder telling(String... words) {
            CharArraySet taken = set(words);
            CharArraySet rest = new CharArraySet(common.size(), true);
            for (Object word : common) {
                if (!taken.contains((char[]) word)) {
                    rest.add((char[]) word);
                }
            }
            common = rest;
            return this;
        }

        Builder denials(String... words) {
            denials = set(words);
            return this;
        }

        Builder alternatives(String... words) {
            alternatives = set(words);
            return this;
        }

        Builder lifts(String... words) {
            lifts = set(words);
            return this;
        }

        /** Adds adjectives that stand before the thing they belong to. */
        Builder before(String... words) {
            return modifiers(WordClass.MODIFIER, words);
        }

        /** Adds adjectives that stand behind the thing they belong to. */
        Builder behind(String... words) {
            return modifiers(WordClass.MODIFIER | WordClass.BEHIND, words);
        }

        /** Adds names of a colour that stand before the thing that has it. */
        Builder colour(Colour colour, String... names) {
            return modifiers(WordClass.of(colour), names);
        }

        /** Adds names of a colour that stand behind the thing that has it. */
        Builder colourBehind(Colour colour, String... names) {
            return modifiers(WordClass.of(colour) | WordClass.BEHIND, names);
        }

        private Builder modifiers(int wordClass, String... words) {
            for (String word : words) {
                modifiers.add(new Modifier(word, wordClass));
            }
            return this;
        }

        Vocabulary build() {
            return build(UnaryOperator.identity());
        }

        /** @param stem gives the stem of a word in lower case */
        Vocabulary build(UnaryOperator<String> stem) {
            CharArrayMap<Integer> classes = new CharArrayMap<>(modifiers.size(), true);
            modifiers.forEach(modifier ->
                    classes.put(stem.apply(modifier.word().toLowerCase(Locale.ROOT)), (Integer) modifier.wordClass()));
            return new Vocabulary(
                    CharArraySet.unmodifiableSet(common),
                    denials,
                    alternatives,
                    lifts,
                    CharArrayMap.unmodifiableMap(classes));
        }

        private static CharArraySet set(String... words) {
            return CharArraySet.unmodifiableSet(new CharArraySet(List.of(words), true));
        }
    }
}
