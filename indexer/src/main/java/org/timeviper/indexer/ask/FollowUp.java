package org.timeviper.indexer.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A question that follows others, as far as words tell what it is about.
 *
 * <p>A search knows of the questions before only what it is told: "and the door?" after "what colour is the house?" is searched for as "house colour and the door?".
 * Those words reach back to the last question that stands for itself. What "it" is nobody works out: a question that says so is put to the footage of the answer
 * before, and what the model makes of the word there is its own affair. One that follows conversations reads the turns before; another, such as the starter, sees the
 * question alone, and answers "what colour is it?" by whatever it takes for the main thing, or not at all.
 *
 * @param pointsBack whether it is about what the answer before was about
 * @param sought the words to search for if not, or if nothing of that footage is left
 */
record FollowUp(boolean pointsBack, String sought) {

    /** Of the questions before, words of so many. */
    private static final int MOST_BEFORE = 3;

    /**
     * Reads a question.
     *
     * @param before the questions before, in order
     * @param contentWords the words of a text that can be searched for, as typed
     */
    static FollowUp of(String question, List<String> before, Function<String, List<String>> contentWords) {
        boolean pointsBack = pointsBack(question, contentWords);
        if (!pointsBack && !PointingBack.goesOn(question)) {
            return new FollowUp(false, question);
        }
        Set<String> own =
                contentWords.apply(question).stream().map(FollowUp::lower).collect(Collectors.toSet());
        List<String> words = new ArrayList<>();
        for (String earlier : topic(before, contentWords)) {
            if (own.add(lower(earlier))) {
                words.add(earlier);
            }
        }
        words.add(question);
        return new FollowUp(pointsBack, String.join(" ", words));
    }

    /** A question without a word that can be searched for needs those before as one does that says "it". */
    private static boolean pointsBack(String question, Function<String, List<String>> contentWords) {
        return PointingBack.standsForAThing(question)
                || contentWords.apply(question).isEmpty();
    }

    private static List<String> topic(List<String> before, Function<String, List<String>> contentWords) {
        List<String> words = new ArrayList<>();
        int first = Math.max(0, before.size() - MOST_BEFORE);
        for (int i = before.size() - 1; i >= first; i--) {
            words.addAll(0, contentWords.apply(before.get(i)));
            if (!pointsBack(before.get(i), contentWords) && !PointingBack.goesOn(before.get(i))) {
                break;
            }
        }
        return words;
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
