package org.timeviper.model.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who or what an English sentence tells of: {@code a red car} of {@code a red car drives from left to right}. It is the words before the verb, or before the first little word that
 * leads on ({@code on}, {@code with}, {@code who}), told from their letters alone. Where those tell nothing, as in {@code two men walk}, more words stay than name it.
 */
final class Subject {

    private static final Set<String> LEADING_ON = set(
            "in on at by with without from to into onto over under through near behind before after above below beside"
                    + " between among along across around against toward towards inside outside down up off out past for as while but who which that whose where when"
                    + " is are was were has have had be being been can could will would may then there");

    /** Stands before a noun. */
    private static final Set<String> ARTICLES =
            set("a an one another each every the this that his her its their my our two three several some");

    /** A noun behind one of these is of one, so that a word in -s that follows is a verb. */
    private static final Set<String> OF_ONE = set("a an one another each every");

    /** A noun behind one of these is of one or of several. */
    private static final Set<String> OF_ANY = set("the this that his her its their my our");

    private static final Set<String> JOINING = set("and or");

    private static final Pattern VERB_OF_ONE =
            Pattern.compile("(?!(?:sports|series|news|lens|species)$)[\\p{L}-]*[\\p{L}&&[^aiosu]]s");

    private static final Pattern DOING = Pattern.compile(
            "(?!(?:building|painting|wedding|ceiling|clothing|railing|crossing|evening|morning|awning|drawing|earring"
                    + "|duckling|gosling|sibling|stocking|spring|string|swing|thing|sling)$)[\\p{L}-]{3,}ing");

    /** At the end: how it does something, or how it lies there. */
    private static final Pattern MANNER =
            Pattern.compile("(?!\\p{L}*fly$|(?:family|lily|belly|jelly)$)\\p{L}{2,}ly|\\p{L}{4,}ed");

    /** What is shown where no scene is: it is seen, but no thing. */
    private static final Pattern NO_THING = Pattern.compile(
            "(?:.*\\b(?:picture|cards?|texture|countdown|credits)|colou?r bars|(?:an?|the) (?:black|blank|white|empty) (?:screen|frame))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern END = Pattern.compile("[,;:.!?()\"\\n\\r]+");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<String> words;
    private final List<String> lower;

    private Subject(String clause) {
        words = List.of(BLANKS.split(clause));
        lower = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /** @return the words as they are written; empty only of a sentence without any */
    static String of(String sentence) {
        return Arrays.stream(END.split(sentence))
                .map(String::strip)
                .filter(clause -> !clause.isEmpty())
                .findFirst()
                .map(clause -> new Subject(clause).words())
                .orElse("");
    }

    /**
     * @param subject as {@link #of} tells it
     * @return whether it is a thing that a scene shows, and not what stands in a scene's place, as {@code a title card} does
     */
    static boolean isThing(String subject) {
        return !NO_THING.matcher(subject).matches();
    }

    private String words() {
        int noun = Math.min(ARTICLES.contains(lower.getFirst()) ? 2 : 1, words.size());
        int end = noun;
        while (end < words.size() && !leadsOn(end)) {
            end += lower.get(end).equals("of") ? 2 : 1; // of what it consists belongs to it: a herd of elephants
        }
        end = Math.min(end, words.size());
        while (end > noun && MANNER.matcher(lower.get(end - 1)).matches()) {
            end--;
        }
        return String.join(" ", words.subList(0, end));
    }

    private boolean leadsOn(int at) {
        String word = lower.get(at);
        return LEADING_ON.contains(word)
                || ARTICLES.contains(word)
                || JOINING.contains(word) && (isLast(at) || ARTICLES.contains(lower.get(at + 1)))
                || DOING.matcher(word).matches()
                || VERB_OF_ONE.matcher(word).matches() && isVerb(at);
    }

    /** A word in -s that stands behind a noun. */
    private boolean isVerb(int at) {
        boolean consists = lower.subList(0, at).contains("of");
        boolean closes = isLast(at) || LEADING_ON.contains(lower.get(at + 1)) || ARTICLES.contains(lower.get(at + 1));
        return !consists && (OF_ONE.contains(lower.getFirst()) || OF_ANY.contains(lower.getFirst()) && closes);
    }

    private boolean isLast(int at) {
        return at + 1 == words.size();
    }

    private static Set<String> set(String words) {
        return Set.of(words.split(" "));
    }
}
