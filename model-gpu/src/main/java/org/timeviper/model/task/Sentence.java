package org.timeviper.model.task;

import java.util.List;
import java.util.regex.Pattern;
import org.timeviper.model.generation.Generation;

/**
 * One sentence of the model's words.
 *
 * @param text without blanks around it
 * @param chance how likely the model finds just these words, 0 to 1
 */
record Sentence(String text, double chance) {

    /** Up to a full stop, question or exclamation mark that blanks follow, which the one in "3.5 s" is not, or to the end of the words. */
    private static final Pattern SENTENCE = Pattern.compile("\\S.*?(?:(?<=[.!?])(?=\\s)|(?=\\s*\\z))", Pattern.DOTALL);

    /** @return all sentences, in order; the last one may have been broken off. None if there are no words */
    static List<Sentence> of(Generation said) {
        return SENTENCE.matcher(said.text())
                .results()
                .map(found -> new Sentence(found.group(), said.chance(found.start(), found.end())))
                .toList();
    }

    /** @return {@code a dog, grass and water} */
    static String listed(List<String> names) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /** @return this after what a description tells, as sure as the less sure of both; alone if that has no words */
    Description behind(Description said) {
        return said.text().isEmpty()
                ? new Description(text, chance, said.unsure())
                : new Description(said.text() + " " + text, Math.min(said.confidence(), chance), said.unsure());
    }
}
