package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the model answered to one prompt.
 *
 * @param text the answer without lead and stop token
 * @param said the generated tokens, a stop token included, and without those that only repeat what was said
 * @param reason why it ended
 */
public record Generation(String text, List<GeneratedToken> said, StopReason reason) {

    /** Copies the list. */
    public Generation {
        said = List.copyOf(said);
    }

    /** The ids of the generated tokens. */
    public List<Integer> tokens() {
        return said.stream().map(GeneratedToken::id).toList();
    }

    /** How sure the model was: geometric mean of the probabilities that it gave to the tokens, 0 to 1; 0 if there are none. */
    public double confidence() {
        return mean(said);
    }

    /**
     * How sure the model was of a part of its text: geometric mean of the probabilities of the tokens whose own text lies in it, wholly or with some characters.
     *
     * @param from the part's first character in {@link #text}
     * @param to behind its last one
     * @return 0 to 1; 0 if there are no such tokens
     */
    public double confidence(int from, int to) {
        return mean(part(from, to, any -> true));
    }

    /**
     * How likely, by the model's own reckoning, a part of its text is, word for word: product of the probabilities of its tokens. Those of marks alone are left out: that something
     * more might have been said says nothing against what was.
     *
     * @param from the part's first character in {@link #text}
     * @param to behind its last one
     * @return 0 to 1; 0 if there are no words
     */
    public double chance(int from, int to) {
        List<GeneratedToken> words =
                part(from, to, own -> own.isEmpty() || own.chars().anyMatch(Character::isLetterOrDigit));
        return words.isEmpty() ? 0 : Math.exp(logProbability(words));
    }

    private List<GeneratedToken> part(int from, int to, Predicate<String> such) {
        List<GeneratedToken> part = new ArrayList<>();
        int start = 0;
        for (GeneratedToken token : said) {
            boolean silent = token.textEnd() == start; // it goes with the token that completes its character
            boolean within = start < to && (silent ? start >= from : token.textEnd() > from);
            if (within && such.test(text.substring(start, token.textEnd()))) {
                part.add(token);
            }
            start = token.textEnd();
        }
        return part;
    }

    private static double mean(List<GeneratedToken> tokens) {
        return tokens.isEmpty() ? 0 : Math.exp(logProbability(tokens) / tokens.size());
    }

    private static double logProbability(List<GeneratedToken> tokens) {
        return tokens.stream().mapToDouble(GeneratedToken::logProbability).sum();
    }
}
