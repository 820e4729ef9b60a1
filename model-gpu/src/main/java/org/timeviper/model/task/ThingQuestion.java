package org.timeviper.model.task;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question whether a thing is seen at all.
 *
 * @param thing with its article, or another description
 */
record ThingQuestion(String thing) {

    private static final String WHERE =
            "(?: (?:in|on) (?:the|this) (?:video|film|clip|footage|picture|scene|shot))?\\s*\\??";
    private static final Pattern ASKED = Pattern.compile("(?:(?:is|are) there (?<there>.+?)" + WHERE
            + "|does (?:the|this) (?:video|film|clip|footage|picture|scene|shot) show (?<shown>.+?)\\s*\\??"
            + "|can (?<seen>.+?) be seen" + WHERE
            + "|(?:do you|can you) see (?<see>.+?)" + WHERE + ")");
    private static final Pattern ARTICLE = Pattern.compile("^(?:an?|any|some) ");

    /**
     * @param things those of which something is known, with their articles
     * @return empty if it is another question, or about another thing, or about more than the thing alone
     */
    static Optional<ThingQuestion> of(String question, Set<String> things) {
        Matcher asked = ASKED.matcher(question.strip().toLowerCase(Locale.ROOT));
        return asked.matches() ? known(named(asked), things) : Optional.empty();
    }

    private static String named(Matcher asked) {
        for (String way : new String[] {"there", "shown", "seen", "see"}) {
            if (asked.group(way) != null) {
                return bare(asked.group(way));
            }
        }
        throw new IllegalStateException("a question that matches has its thing in one of its places");
    }

    /**
     * Whether what a description tells is seen. The question holds the description as it is, whatever is said around the thing: what counts is the odds at which it is answered, not
     * that it is good English.
     */
    static ThingQuestion about(String description) {
        return new ThingQuestion(description.strip().replaceFirst("[.!?]+$", ""));
    }

    private static Optional<ThingQuestion> known(String name, Set<String> things) {
        return things.stream()
                .filter(thing -> name.equals(bare(thing)) || name.equals(bare(thing) + "s"))
                .map(ThingQuestion::new)
                .findFirst();
    }

    private static String bare(String thing) {
        return ARTICLE.matcher(thing).replaceFirst("");
    }

    /** @return the question in the words in which it is known what the model's answers come to */
    String text() {
        return "Is there " + thing + " in the video?";
    }
}
