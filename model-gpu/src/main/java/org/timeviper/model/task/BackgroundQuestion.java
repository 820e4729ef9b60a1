package org.timeviper.model.task;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.model.config.ModelConfig;

/**
 * A question for nothing but the background, in the words in which English asks for it: of the film, or of one thing in it. It can be put in other words, which a model may know better, and of a thing
 * where that is seen and little else.
 *
 * @param thing empty for the film
 */
record BackgroundQuestion(Optional<String> thing) {

    private static final String FILM = "(?:the|this) (?:film|movie|video|clip|footage|recording|scene|shot|picture)";
    private static final String BACKGROUND = "(?:background|backdrop|setting|scenery)";
    private static final String WHICH = "(?:what|which) (?:(?:kind|sort|type) of )?" + BACKGROUND;
    private static final String SEEN = "(?: (?:there|seen|shown|visible))?";

    /** What is behind one of these is as likely a thing that it hides, or a reason, as the background. */
    private static final String HIDING =
            "(?:door|gate|curtain|wall|fence|mask|window|glass|counter|desk|bar|scene|camera|lens|wheel"
                    + "|idea|plan|decision|choice|story|name|title|success|attack|crime|mystery|scheme|theory|plot|smile|move)s?";

    private static final List<Pattern> OF_FILM = List.of(
            Pattern.compile(WHICH + " (?:does|did) " + FILM + " (?:have|show)"),
            Pattern.compile(WHICH + " (?:is|was)(?: there| seen| shown| visible)(?: in " + FILM + ")?"),
            Pattern.compile("what (?:is|was) the " + BACKGROUND + "(?: (?:of|in) " + FILM + ")?"),
            Pattern.compile("what does the " + BACKGROUND + "(?: (?:of|in) " + FILM + ")? show"));

    private static final String THING = "(?<thing>(?:the|an?) .+)";

    private static final List<Pattern> OF_THING = List.of(
            Pattern.compile(WHICH + " (?:does|did) " + THING + " have"),
            Pattern.compile(WHICH + " (?:is|was)" + SEEN + " (?:behind|around) " + THING),
            Pattern.compile(
                    "(?:against|before|in front of) " + WHICH + " (?:is|was) " + THING + " (?:seen|shown|visible)"),
            Pattern.compile("what (?:is|was) the " + BACKGROUND + " (?:of|behind|for) " + THING),
            Pattern.compile("what does the " + BACKGROUND + " (?:of|behind) " + THING + " show"),
            Pattern.compile("what (?:is|was)" + SEEN + " (?:behind|in back of) (?!(?:the|an?) (?:\\S+ )?" + HIDING
                    + "\\b)" + THING));

    /** @return empty if the model is not to look for things first, if it is another question, or about more than one thing alone */
    static Optional<BackgroundQuestion> of(ModelConfig config, String question) {
        return config.locatesThings() ? in(question) : Optional.empty();
    }

    private static Optional<BackgroundQuestion> in(String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT).replaceFirst("[\\s?.!]+$", "");
        if (OF_FILM.stream().anyMatch(asked -> asked.matcher(plain).matches())) {
            return Optional.of(new BackgroundQuestion(Optional.empty()));
        }
        return OF_THING.stream()
                .map(asked -> asked.matcher(plain))
                .filter(Matcher::matches)
                .map(asked -> asked.group("thing"))
                .filter(thing -> NamedThing.in(question).filter(thing::equals).isPresent())
                .map(thing -> new BackgroundQuestion(Optional.of(thing)))
                .findFirst();
    }
}
