package org.timeviper.search.lucene;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.CharArraySet;

/** The closed word classes of English that caption analysis needs. */
final class Vocabulary {

    /** Words too common to tell one caption from another. Words of place and direction ("left", "under", "behind") are not among them: they are what captions differ by. */
    static final CharArraySet COMMON = set(
            "a", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did",
            "do", "does", "for", "from", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if", "in",
            "into", "is", "it", "its", "me", "my", "of", "on", "or", "our", "please", "she", "should", "so", "some",
            "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
            "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why",
            "will", "with", "would", "you", "your");

    /** Words that deny what follows them. */
    static final CharArraySet DENIALS = set(
            "no",
            "not",
            "without",
            "never",
            "neither",
            "nor",
            "none",
            "cannot",
            "isn't",
            "aren't",
            "wasn't",
            "weren't",
            "doesn't",
            "don't",
            "didn't",
            "hasn't",
            "haven't",
            "hadn't",
            "can't",
            "couldn't",
            "won't",
            "wouldn't");

    /** Words that go on with a denial: "without a hat or a coat". */
    static final CharArraySet ALTERNATIVES = set("or", "nor");

    /** After a denial, words that lift it: "not only red". */
    static final CharArraySet LIFTS = set("only", "just", "but");

    /** Adjectives that stand before the thing they belong to, so that the denied or coloured thing is a word after them; none that is also a thing ("square", "glass"). */
    static final CharArraySet MODIFIERS = set(
            "other",
            "more",
            "longer",
            "big",
            "large",
            "small",
            "little",
            "tiny",
            "huge",
            "tall",
            "short",
            "long",
            "young",
            "old",
            "new",
            "dark",
            "bright",
            "pale",
            "red",
            "green",
            "blue",
            "yellow",
            "orange",
            "purple",
            "violet",
            "pink",
            "brown",
            "black",
            "white",
            "grey",
            "gray",
            "silver",
            "golden",
            "gold",
            "cyan",
            "magenta",
            "teal",
            "turquoise",
            "beige",
            "striped",
            "single",
            "moving",
            "visible",
            "round",
            "wooden",
            "wearing",
            "showing",
            "seeing");

    /** Colours, each with the word that stands for all its names. */
    static final Map<String, String> COLOURS = Map.ofEntries(
            entry("red", "red"),
            entry("green", "green"),
            entry("blue", "blue"),
            entry("yellow", "yellow"),
            entry("orange", "orange"),
            entry("purple", "purple"),
            entry("violet", "purple"),
            entry("pink", "pink"),
            entry("brown", "brown"),
            entry("black", "black"),
            entry("white", "white"),
            entry("grey", "grey"),
            entry("gray", "grey"),
            entry("silver", "grey"),
            entry("golden", "gold"),
            entry("gold", "gold"),
            entry("cyan", "cyan"),
            entry("magenta", "magenta"),
            entry("teal", "teal"),
            entry("turquoise", "teal"),
            entry("beige", "beige"));

    private Vocabulary() {}

    private static CharArraySet set(String... words) {
        return CharArraySet.unmodifiableSet(new CharArraySet(List.of(words), true));
    }
}
