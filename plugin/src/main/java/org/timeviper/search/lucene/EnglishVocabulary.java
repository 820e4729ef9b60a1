package org.timeviper.search.lucene;

import java.util.List;
import org.apache.lucene.analysis.CharArraySet;

/** The closed word classes of English. */
final class EnglishVocabulary {

    /** Words too common to tell one caption from another. Words of place and direction ("left", "under", "behind") are not among them: they are what captions differ by. */
    private static final List<String> COMMON = List.of(
            "a", "am", "an", "and", "any", "are", "as", "at", "be", "been", "being", "but", "by", "can", "could", "did",
            "do", "does", "for", "from", "had", "has", "have", "he", "her", "here", "his", "how", "i", "if", "in",
            "into", "is", "it", "its", "me", "my", "of", "on", "or", "our", "please", "she", "should", "so", "some",
            "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
            "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "whose", "why",
            "will", "with", "would", "you", "your");

    static final Vocabulary WORDS = Vocabulary.of(new CharArraySet(COMMON, true))
            .denials(
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
                    "wouldn't")
            .alternatives("or", "nor")
            .lifts("only", "just", "but")
            // None that is also a thing ("square", "glass").
            .before(
                    "other", "more", "longer", "big", "large", "small", "little", "tiny", "huge", "tall", "short",
                    "long", "young", "old", "new", "dark", "bright", "pale", "striped", "single", "moving", "visible",
                    "round", "wooden", "wearing", "showing", "seeing")
            .colour(Colour.RED, "red")
            .colour(Colour.GREEN, "green")
            .colour(Colour.BLUE, "blue")
            .colour(Colour.YELLOW, "yellow")
            .colour(Colour.ORANGE, "orange")
            .colour(Colour.PURPLE, "purple", "violet")
            .colour(Colour.PINK, "pink")
            .colour(Colour.BROWN, "brown")
            .colour(Colour.BLACK, "black")
            .colour(Colour.WHITE, "white")
            .colour(Colour.GREY, "grey", "gray", "silver")
            .colour(Colour.GOLD, "golden", "gold")
            .colour(Colour.CYAN, "cyan")
            .colour(Colour.MAGENTA, "magenta")
            .colour(Colour.TEAL, "teal", "turquoise")
            .colour(Colour.BEIGE, "beige")
            .build();

    private EnglishVocabulary() {}
}
