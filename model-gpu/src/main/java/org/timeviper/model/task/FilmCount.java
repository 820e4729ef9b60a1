package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ModelConfig;

/**
 * How many different things a film shows: as many as the events tell of that the model lists and finds again by their own words. A thing that is seen in several parts of the film, or several times in one,
 * is one thing.
 */
public final class FilmCount implements FilmQuestion {

    private static final String THINGS = "(?:different |distinct )?(?:things|objects)";
    private static final String FILM = "(?:the|this) (?:film|movie|video|clip|footage|recording)";
    private static final String WHERE = "(?: in " + FILM + ")?(?: in all| in total| altogether)?";

    private static final Pattern ASKED = Pattern.compile("(?:(?:what|which) is the (?:total )?number of " + THINGS
            + "(?: seen| shown)?" + WHERE
            + "|how many " + THINGS + " (?:(?:are|were) (?:there|seen|shown|visible|in " + FILM
            + ")|can be seen|appear)" + WHERE
            + "|how many " + THINGS + " does " + FILM + " (?:show|have|contain)"
            + "|count the " + THINGS + WHERE + ")");

    private static final List<String> NUMBERS = List.of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
                    .split(" "));

    private static final Pattern WORD = Pattern.compile("\\p{L}+|\\d+");

    private final ModelConfig config;
    private final String question;

    private FilmCount(ModelConfig config, String question) {
        this.config = config;
        this.question = question;
    }

    /** @return empty if a question does not ask how many different things there are, of whatever kind and at whatever time; or if the model is not to look for things */
    public static Optional<FilmCount> of(ModelConfig config, String question) {
        return config.locatesThings() && isAskedIn(question)
                ? Optional.of(new FilmCount(config, question))
                : Optional.empty();
    }

    private static boolean isAskedIn(String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT).replaceFirst("[\\s?.!]+$", "");
        return ASKED.matcher(plain).matches();
    }

    @Override
    public AnswerKind kind() {
        return AnswerKind.COUNT;
    }

    @Override
    public FilmLook look(VideoSession session) {
        return FilmLook.at(session, question, Optional.empty());
    }

    /** What it lists of one scene is more nearly all of it than what it lists of several. */
    @Override
    public boolean byScenes() {
        return true;
    }

    /** As sure as that each of the things is seen: the product of the confidences of their surest events. */
    @Override
    public Answer answer(List<FilmLook> looks) {
        return FilmLook.own(looks).orElseGet(() -> {
            List<TimedCaption> things = things(looks);
            return Answer.calibrated(config, kind(), Integer.toString(things.size()), true, confidence(things));
        });
    }

    /**
     * Chooses the option that says the number.
     *
     * @param looks as {@link #answer} takes them
     * @return as sure as the answer without options; empty if not exactly one option says it
     */
    public Optional<Choice> choose(List<FilmLook> looks, List<String> options) {
        Answer answer = answer(looks);
        return option(answer.words(), options)
                .map(option ->
                        new Choice(option, Prompts.chosen(options, option), answer.confidence(), answer.unsure()));
    }

    /** The surest event of each thing. */
    private static List<TimedCaption> things(List<FilmLook> looks) {
        List<TimedCaption> things = new ArrayList<>();
        looks.stream()
                .flatMap(look -> look.events.stream())
                .filter(event -> Subject.isThing(Subject.of(event.text())))
                .sorted(Comparator.comparingDouble(TimedCaption::confidence).reversed())
                .filter(event -> things.stream()
                        .noneMatch(
                                thing -> FilmDescription.sameThing(Subject.of(thing.text()), Subject.of(event.text()))))
                .forEach(things::add);
        return things;
    }

    private static double confidence(List<TimedCaption> things) {
        return things.stream().mapToDouble(TimedCaption::confidence).reduce(1, (all, one) -> all * one);
    }

    /** @return the place of the only option that names this number and no other; empty if none does, or several */
    static Optional<Integer> option(String number, List<String> options) {
        return Choice.only(options, option -> numbers(option).equals(List.of(number)));
    }

    private static List<String> numbers(String words) {
        return WORD.matcher(words.toLowerCase(Locale.ROOT))
                .results()
                .map(word -> word.group())
                .map(word -> NUMBERS.contains(word) ? Integer.toString(NUMBERS.indexOf(word)) : word)
                .filter(word -> Character.isDigit(word.charAt(0)))
                .toList();
    }
}
