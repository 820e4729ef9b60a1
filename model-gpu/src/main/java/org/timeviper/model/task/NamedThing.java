package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the one thing that a question is about in its words: "the dog in the kitchen" of "What is the dog in the kitchen doing?". It goes by English articles and by words that end a
 * name or are no things, so it is a guess. Takes time in proportion to the question's length.
 */
final class NamedThing {

    private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*+|[^\\s\\p{L}\\p{N}]");

    /** What is seen of a thing alone does not tell when something is, in which order, or how often. */
    private static final Pattern OF_TIMES = Pattern.compile(
            "^when\\b|\\b(?:before|after|until|since|first|last|then|next(?! to\\b)|once|finally|eventually|begin\\w*|began|end|ends|ended|ending|starts?|started|earlier|later|again"
                    + "|times?|how (?:long|often)|ago|previous(?:ly)?|follow\\w*|preced\\w*|seconds?|minutes?|moments?|during)\\b");

    private static final Pattern POSSESSIVE = Pattern.compile("['’]s$");

    private static final Set<String> ARTICLES = words("the a an");

    private static final Set<String> ASKING = words("what which who whom whose where why how");

    /** What there is of the film or of a thing, and is nothing to look for. */
    private static final Set<String> NO_THINGS = words("camera cameras film films movie movies video videos clip clips"
            + " footage recording scene scenes shot shots frame frames picture pictures image images screen background"
            + " backgrounds foreground backdrop setting surroundings scenery view angle zoom movement movements motion"
            + " lighting colour colours color colors shade number count amount size shape direction directions way ways"
            + " thing things object objects item items subject event events action actions activity place places"
            + " location position weather name kind type sort following option options answer reason purpose order"
            + " sequence difference relationship mood style story plot topic theme atmosphere side sides left right top"
            + " bottom middle centre center front back rest other others same one ones most");

    /** What there is of a film's time. */
    private static final Set<String> STRETCHES =
            words("part parts second seconds minute minutes moment moments time times span stretch");

    private static final Set<String> PREPOSITIONS = words("of in on at with without behind under beside near inside"
            + " outside above below to from by for into onto through across around about over along between against"
            + " past off up down like than");

    /** Behind a name they begin what tells the thing from others. */
    private static final Set<String> TELLING =
            words("of in on at with without behind under beside near inside outside above below");

    /** As {@link #TELLING}, also without an article: "a man with glasses", "the woman in red". */
    private static final Set<String> TELLING_BARE = words("of in with without");

    private static final Set<String> DOING = words("do does did will would can could should may might must");
    private static final Set<String> BEING = words("is are was were");

    /** Verbs, and words that join sentences or stand for things: they end a name. */
    private static final Set<String> ENDING = words("do does did doing done will would can could should may might must"
            + " am is are was were be been being isn't aren't wasn't weren't has have had having not and or but while"
            + " when as if because so that who whom whose which what where why how there here it its he it's she they"
            + " them his her their this these those we you i very too also just only now always never still already"
            + " together away out move moves moved go goes going gone went come comes came look looks looked wear wears"
            + " hold holds held carry carries drive drives turn turns turned stand stands sit sits run runs walk walks"
            + " appear appears enter enters leave leaves left stop stops stay stays get gets give gives take takes put"
            + " puts make makes say says seen see sees show shows shown eat eats drink drinks play plays fall falls fly"
            + " flies lie lies point points happen happens change changes open opens close closes pass passes throw"
            + " throws catch catches kick kicks pull pulls push pushes use uses touch touches read reads write writes"
            + " talk talks speak speaks jump jumps become becomes keep keeps try tries want wants seem seems visible");

    /** Behind these a name goes on, whatever the next word is otherwise. */
    private static final Set<String> LOOKS =
            words("red green blue yellow orange purple pink brown black white grey gray"
                    + " golden silver big small little large tall short old young new");

    /** @param aside whether it stands behind a preposition */
    private record Name(String words, boolean aside) {}

    private final List<String> tokens;
    private final int lastVerb;
    private final List<Name> names = new ArrayList<>();

    private NamedThing(List<String> tokens) {
        this.tokens = tokens;
        this.lastVerb = IntStream.range(0, tokens.size())
                .filter(at -> isIn(at, ENDING))
                .max()
                .orElse(-1);
    }

    private static Set<String> words(String all) {
        return Set.copyOf(List.of(all.split(" ")));
    }

    /** @return the thing with its article and what is told of it, in lower case; empty if none is named, or several, or if the question is about times */
    static Optional<String> in(String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT);
        if (OF_TIMES.matcher(plain).find()) {
            return Optional.empty();
        }
        return new NamedThing(tokens(plain)).only();
    }

    private static List<String> tokens(String plain) {
        return TOKEN.matcher(plain).results().map(MatchResult::group).toList();
    }

    /**
     * Finds the one thing that a description tells, and its colour: the ball that is red of "where a red ball is in the picture".
     *
     * @param colours in lower case
     * @return empty if no colour is told or several are, or if there are other things: it is not known then which of them is meant to be seen
     */
    static Optional<ColouredThing> coloured(String description, List<String> colours) {
        return new NamedThing(tokens(description.toLowerCase(Locale.ROOT))).onlyColoured(Set.copyOf(colours));
    }

    private Optional<ColouredThing> onlyColoured(Set<String> colours) {
        int[] told = IntStream.range(0, tokens.size())
                .filter(at -> isIn(at, colours))
                .toArray();
        if (told.length != 1) {
            return Optional.empty();
        }
        int colour = told[0];
        Optional<ColouredThing> thing = colour == 0 ? coloured(-1, colour) : Optional.empty(); // "red ball"
        for (int at = 0; at < tokens.size(); at++) {
            if (isIn(at, ARTICLES)) {
                int end = endOfWords(at + 1, at);
                if (at < colour && colour < end) {
                    thing = coloured(at, colour);
                } else if (end > at + 1 && !isIn(end - 1, NO_THINGS) && !isIn(end - 1, STRETCHES)) {
                    return Optional.empty();
                }
            }
        }
        return thing;
    }

    private Optional<ColouredThing> coloured(int article, int colour) {
        int end = endOfWords(article + 1, article);
        return end == colour + 1 || isIn(end - 1, NO_THINGS)
                ? Optional.empty()
                : Optional.of(new ColouredThing(String.join(" ", tokens.subList(colour + 1, end)), tokens.get(colour)));
    }

    private Optional<String> only() {
        for (int at = 0; at < tokens.size(); ) {
            at = isIn(at, ARTICLES) ? readName(at) : at + 1;
        }
        boolean open = tokens.stream().anyMatch(ASKING::contains);
        List<Name> meant = names.stream()
                .filter(name -> open || name.words().startsWith("the ")) // "is there a dog?" asks whether there is one
                .distinct()
                .toList();
        List<Name> subjects = meant.stream().filter(name -> !name.aside()).toList();
        List<Name> one = subjects.isEmpty() ? meant : subjects;
        return one.size() == 1 ? Optional.of(one.getFirst().words()) : Optional.empty();
    }

    /** @return where to read on */
    private int readName(int article) {
        int end = endOfWords(article + 1, article);
        if (end == article + 1) {
            return end;
        }
        if (!isIn(end - 1, NO_THINGS)) {
            end = endOfTelling(end, article);
            add(article, end);
        } else if (end - article > 2 && POSSESSIVE.matcher(tokens.get(end - 2)).find()) {
            add(article, end - 1); // "the car's colour"
        }
        return end;
    }

    private void add(int article, int end) {
        String words = tokens.subList(article, end).stream().collect(Collectors.joining(" "));
        names.add(new Name(POSSESSIVE.matcher(words).replaceFirst(""), isIn(article - 1, PREPOSITIONS)));
    }

    private int endOfTelling(int name, int article) {
        int end = name;
        while (isIn(end, TELLING)) {
            boolean bare = !isIn(end + 1, ARTICLES);
            int from = bare ? end + 1 : end + 2;
            int to = endOfWords(from, article);
            if (bare && !isIn(end, TELLING_BARE) || to == from || isIn(to - 1, NO_THINGS)) {
                return end;
            }
            end = to;
        }
        return end;
    }

    /** @param article of the whole name */
    private int endOfWords(int from, int article) {
        int end = from;
        while (goesOn(end, from)) {
            end++;
        }
        return end - from >= 2 && endsWithVerb(end, article) ? end - 1 : end;
    }

    private boolean goesOn(int at, int from) {
        return at < tokens.size()
                && Character.isLetterOrDigit(tokens.get(at).codePointAt(0))
                && !isIn(at, ARTICLES)
                && !isIn(at, PREPOSITIONS)
                && (!isIn(at, ENDING) || at == from || isIn(at - 1, LOOKS));
    }

    /** "What is the dog chasing?", "What does the dog chase?", "Who is behind the dog chasing the cat?" */
    private boolean endsWithVerb(int end, int article) {
        String last = tokens.get(end - 1);
        boolean participle = (last.endsWith("ing") || last.endsWith("ed")) && !isIn(end - 2, LOOKS);
        return isIn(end, ARTICLES)
                || isIn(article - 1, BEING) && participle
                || isIn(article - 1, DOING) && lastVerb < end;
    }

    private boolean isIn(int at, Set<String> set) {
        return at >= 0 && at < tokens.size() && set.contains(tokens.get(at));
    }
}
