package org.timeviper.search.lucene;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a query that stand for nothing but themselves: numbers, and names. "Yamaguchi" is not answered by "Yamada", however near the two are in meaning, and car 27 is
 * not car 72.
 *
 * <p>A name is a word with a capital letter that does not begin a sentence; a query of one word with a capital letter is a name too. In German, which gives every noun a
 * capital letter, and in a query of capital letters only, names cannot be told.
 */
final class ExactWords {

    private ExactWords() {}

    /** @return the terms of these words */
    static Set<String> of(String text, List<CaptionQuery.Token> words, boolean nounsAreCapitalised) {
        boolean names = !nounsAreCapitalised && text.codePoints().anyMatch(Character::isLowerCase);
        int begins = text.length() - text.stripLeading().length();
        return words.stream()
                .filter(token -> !token.denied())
                .filter(token -> hasDigit(token)
                        || names && isCapitalised(token) && (token.start() > begins || words.size() == 1))
                .map(token -> token.word().term())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean hasDigit(CaptionQuery.Token token) {
        return token.word().text().codePoints().anyMatch(Character::isDigit);
    }

    private static boolean isCapitalised(CaptionQuery.Token token) {
        return Character.isUpperCase(token.word().text().codePointAt(0));
    }
}
