package org.timeviper.indexer.evaluation.metric;

/**
 * Takes the endings off English words, so that {@code running} and {@code runs} are one: Porter's algorithm of 1980, with the two changes of his own later programs ({@code bli} and
 * {@code logi}). A word that has other letters than a to z, or fewer than three, stays as it is.
 */
final class PorterStemmer {

    private static final String[][] DERIVED = {
        {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"},
        {"alli", "al"}, {"entli", "ent"}, {"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"},
        {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"}, {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},
        {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"}
    };
    private static final String[][] OF_QUALITY = {
        {"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}
    };
    private static final String[] LAST = {
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion", "ou", "ism",
        "ate", "iti", "ous", "ive", "ize"
    };

    private PorterStemmer() {}

    /** @param word in lower case */
    static String stem(String word) {
        if (word.length() < 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        String stem = withoutTense(withoutPlural(word));
        if (stem.endsWith("y") && hasVowel(cut(stem, 1))) {
            stem = cut(stem, 1) + "i";
        }
        return withoutFinalE(withoutLast(replaced(replaced(stem, DERIVED), OF_QUALITY)));
    }

    private static String withoutPlural(String word) {
        if (word.endsWith("sses") || word.endsWith("ies")) {
            return cut(word, 2);
        }
        return word.endsWith("s") && !word.endsWith("ss") ? cut(word, 1) : word;
    }

    private static String withoutTense(String word) {
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        int ending = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
        if (ending == 0 || !hasVowel(cut(word, ending))) {
            return word;
        }
        String stem = cut(word, ending);
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        if (endsDouble(stem)) {
            return "lsz".indexOf(stem.charAt(stem.length() - 1)) < 0 ? cut(stem, 1) : stem;
        }
        return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
    }

    /** Replaces the first ending that the word has, if enough of a word stands before it. */
    private static String replaced(String word, String[][] endings) {
        for (String[] ending : endings) {
            if (word.endsWith(ending[0])) {
                String stem = cut(word, ending[0].length());
                return measure(stem) > 0 ? stem + ending[1] : word;
            }
        }
        return word;
    }

    private static String withoutLast(String word) {
        for (String ending : LAST) {
            if (word.endsWith(ending)) {
                String stem = cut(word, ending.endsWith("ion") ? 3 : ending.length());
                return measure(stem) > 1 ? stem : word;
            }
        }
        return word;
    }

    private static String withoutFinalE(String word) {
        String stem = word;
        if (word.endsWith("e")) {
            int measure = measure(cut(word, 1));
            if (measure > 1 || measure == 1 && !endsShort(cut(word, 1))) {
                stem = cut(word, 1);
            }
        }
        return stem.endsWith("ll") && measure(stem) > 1 ? cut(stem, 1) : stem;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    /** A y is a vowel after a consonant. */
    private static boolean consonant(String word, int at) {
        return switch (word.charAt(at)) {
            case 'a', 'e', 'i', 'o', 'u' -> false;
            case 'y' -> at == 0 || !consonant(word, at - 1);
            default -> true;
        };
    }

    private static boolean hasVowel(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!consonant(word, i)) {
                return true;
            }
        }
        return false;
    }

    /** How often a consonant follows a vowel: Porter's m. */
    private static int measure(String word) {
        int measure = 0;
        for (int i = 1; i < word.length(); i++) {
            if (consonant(word, i) && !consonant(word, i - 1)) {
                measure++;
            }
        }
        return measure;
    }

    private static boolean endsDouble(String word) {
        int last = word.length() - 1;
        return last > 0 && word.charAt(last) == word.charAt(last - 1) && consonant(word, last);
    }

    /** Whether it ends with consonant, vowel and a consonant other than w, x and y: such a word lost an e. */
    private static boolean endsShort(String word) {
        int last = word.length() - 1;
        return last >= 2
                && consonant(word, last)
                && !consonant(word, last - 1)
                && consonant(word, last - 2)
                && "wxy".indexOf(word.charAt(last)) < 0;
    }
}
