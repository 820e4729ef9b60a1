package org.timeviper.indexer.evaluation.metric;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open question, answered.
 *
 * @param answers all right answers; empty if the footage does not show what is asked for
 * @param given the model's answer; empty if it says that it does not see it
 */
public record OpenOutcome(List<String> answers, Optional<String> given) {

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    /** A word with its apostrophes, or a number with its points. */
    private static final Pattern WORD = Pattern.compile("\\p{N}++(?:\\.\\p{N}++)*+|[\\p{L}\\p{M}]++");

    private static final Pattern APOSTROPHE = Pattern.compile("(?<=\\p{L})['’ʼ](?=\\p{L})");
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\p{N}),(?=\\p{N}{3}(?!\\p{N}))");

    public OpenOutcome {
        answers = List.copyOf(answers);
    }

    /** @return whether the footage shows what is asked for */
    public boolean shown() {
        return !answers.isEmpty();
    }

    /** @return whether the answer is, white space around it apart, letter for letter a right one */
    public boolean exact() {
        return given.map(String::strip)
                .filter(text -> answers.stream().map(String::strip).anyMatch(text::equals))
                .isPresent();
    }

    /**
     * @return whether the answer is a right one when case, punctuation, articles and the way of writing numbers are set aside: {@code The two dogs.} is {@code 2 dogs}. An answer that
     *     is exact is always equivalent; one without any word is nothing but exact.
     */
    public boolean equivalent() {
        return exact()
                || given.map(OpenOutcome::normalised)
                        .filter(text -> !text.isEmpty()
                                && answers.stream().map(OpenOutcome::normalised).anyMatch(text::equals))
                        .isPresent();
    }

    /** @return {@link WordF1} with the right answer that it is most like; 0 without an answer, or if the footage does not show it */
    public double wordF1() {
        return given.isEmpty() || !shown() ? 0 : WordF1.of(TokenizedCaption.of(given.get(), answers));
    }

    /**
     * In lower case and in compatible forms (full-width letters become plain ones), words taken apart at hyphens and all other marks, without articles unless nothing else is left,
     * numbers up to the billions in digits, English number words only.
     */
    static String normalised(String answer) {
        String plain = Normalizer.normalize(answer, Form.NFKC).toLowerCase(Locale.ROOT);
        Matcher matcher = WORD.matcher(
                THOUSANDS.matcher(APOSTROPHE.matcher(plain).replaceAll("")).replaceAll(""));
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group());
        }
        List<String> telling =
                words.stream().filter(word -> !ARTICLES.contains(word)).toList();
        return String.join(" ", NumberWords.inDigits(telling.isEmpty() ? words : telling));
    }
}
