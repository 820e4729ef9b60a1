package org.timeviper.indexer.evaluation.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many of their words two texts share: the F-measure of single words, without those that only hold a sentence together, and without endings ({@link PorterStemmer}). It stands
 * where the field takes METEOR, which needs a program and tables of its own; unlike METEOR it knows no synonyms and no order, and its values cannot be compared with METEOR's.
 *
 * <p>Where one of the two texts holds nothing but function words, both keep theirs, so that {@code it is} is like {@code it is} and a little like {@code this is}. Chinese and Japanese
 * are compared by characters, as {@link CaptionTokens} tells them apart.
 */
public final class WordF1 {

    /** What captions say without it. Not here: whatever denies, counts or places a thing. */
    private static final Set<String> FUNCTION_WORDS = Set.of(
            "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "she", "they", "him", "her", "his",
            "hers", "them", "their", "theirs", "i", "me", "my", "we", "us", "our", "you", "your", "who", "which",
            "what", "is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m", "'ve", "'d", "'ll",
            "has", "have", "had", "having", "do", "does", "did", "will", "would", "can", "could", "may", "might",
            "shall", "should", "must", "there", "here", "and", "or", "but", "so", "as", "than", "then", "while", "when",
            "where", "of", "to", "for", "with", "by", "at", "on", "in", "from", "into", "onto", "some", "very", "also",
            "just", "such");

    private WordF1() {}

    /** @return 0 to 1, with the reference that it is highest with */
    public static double of(TokenizedCaption caption) {
        return caption.references().stream()
                .mapToDouble(reference -> between(caption.candidate(), reference))
                .max()
                .orElseThrow();
    }

    /**
     * @param a tokens of one text
     * @param b tokens of another
     * @return 0 to 1, the same for b and a; 0 if one of them holds no word
     */
    static double between(List<String> a, List<String> b) {
        List<String> wordsOfA = content(a);
        List<String> wordsOfB = content(b);
        if (wordsOfA.isEmpty() || wordsOfB.isEmpty()) {
            wordsOfA = words(a);
            wordsOfB = words(b);
        }
        Map<String, Integer> unmatched = new HashMap<>();
        wordsOfB.forEach(word -> unmatched.merge(PorterStemmer.stem(word), 1, Integer::sum));
        int shared = 0;
        for (String word : wordsOfA) {
            int left = unmatched.merge(PorterStemmer.stem(word), -1, Integer::sum);
            shared += left >= 0 ? 1 : 0;
        }
        return shared == 0 ? 0 : 2.0 * shared / (wordsOfA.size() + wordsOfB.size());
    }

    private static List<String> content(List<String> tokens) {
        return words(tokens).stream()
                .filter(word -> !FUNCTION_WORDS.contains(word))
                .toList();
    }

    private static List<String> words(List<String> tokens) {
        return tokens.stream().filter(CaptionTokens::isWord).toList();
    }
}
