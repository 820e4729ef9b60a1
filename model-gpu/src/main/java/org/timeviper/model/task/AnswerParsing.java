package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.model.generation.Generation;

/**
 * Reads times, events and letters out of a model's words (the published evaluation's patterns). Never fails: words that say nothing give nothing. Times are moved from
 * the clip to the film and cut to the clip.
 */
final class AnswerParsing {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}\\.?\\d{0,9}) (to|and) (\\d{1,9}\\.?\\d{0,9})");
    private static final Pattern EVENT = Pattern.compile(
            "^\\s*(\\d{1,9}\\.?\\d{0,9})\\s*(?:-|–|to)\\s*(\\d{1,9}\\.?\\d{0,9})\\s*seconds?\\s*[,:]\\s*(.+)$");

    private AnswerParsing() {}

    /**
     * @param text the model's words
     * @param clip the clip's span in the film
     * @return the last span that they name, in seconds of the film
     */
    static Optional<Span> span(String text, Span clip) {
        Optional<Span> last = Optional.empty();
        Matcher matcher = SPAN.matcher(text);
        while (matcher.find()) {
            last = Optional.of(within(seconds(matcher.group(1)), seconds(matcher.group(3)), clip));
        }
        return last;
    }

    /**
     * @param said the model's words, an event a line, or, where no line is one, in any of the ways of {@link FreeEvents}
     * @param clip the clip's span in the film
     * @return the events in order of time, each as sure as the model was of its words; one that says the same of nearly the same time again is left out
     */
    static List<TimedCaption> events(Generation said, Span clip) {
        List<TimedCaption> events = new ArrayList<>();
        int start = 0;
        for (String line : said.text().split("\n", -1)) {
            int end = start + line.length();
            Matcher matcher = EVENT.matcher(line);
            if (matcher.matches()) {
                Span span = within(seconds(matcher.group(1)), seconds(matcher.group(2)), clip);
                add(events, new TimedCaption(span, matcher.group(3).strip(), said.confidence(start, end), false));
            }
            start = end + 1;
        }
        if (events.isEmpty()) {
            FreeEvents.in(said.text()).forEach(found -> add(events, found, said, clip));
        }
        events.sort((a, b) -> Double.compare(a.span().start(), b.span().start()));
        return List.copyOf(events);
    }

    private static void add(List<TimedCaption> events, FreeEvents.Found found, Generation said, Span clip) {
        Span span = within(found.from(), found.to(), clip);
        add(events, new TimedCaption(span, found.words(), said.confidence(found.start(), found.end()), false));
    }

    private static void add(List<TimedCaption> events, TimedCaption event) {
        if (event.span().length() > 0 && events.stream().noneMatch(event::repeats)) {
            events.add(event);
        }
    }

    private static double seconds(String number) {
        return Double.parseDouble(number);
    }

    private static Span within(double from, double to, Span clip) {
        double a = clip.start() + from;
        double b = clip.start() + to;
        double start = Math.clamp(Math.min(a, b), clip.start(), clip.end());
        double end = Math.clamp(Math.max(a, b), clip.start(), clip.end());
        return new Span(start, end);
    }

    /**
     * @param text the model's words after the lead {@code Best Option: (}
     * @param options the options that were offered
     * @return the chosen option's place, −1 when the words name none
     */
    static int choice(String text, List<String> options) {
        String words = text.strip().replaceFirst("^\\(", "");
        if (!words.isEmpty()) {
            int letter = Character.toUpperCase(words.charAt(0)) - 'A';
            boolean alone = words.length() == 1 || ").:,".indexOf(words.charAt(1)) >= 0;
            if (alone && letter >= 0 && letter < options.size()) {
                return letter;
            }
        }
        return named(words, options);
    }

    /** The longest option that the words hold, as whole words: "a red car" is said of neither "car" nor "a red cart". */
    private static int named(String words, List<String> options) {
        int best = -1;
        int longest = 0;
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i).strip();
            boolean held = Pattern.compile(
                            "(?<![\\p{L}\\d])" + Pattern.quote(option) + "(?![\\p{L}\\d])",
                            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(words)
                    .find();
            if (held && option.length() > longest) {
                best = i;
                longest = option.length();
            }
        }
        return best;
    }

    /** @return whether the model's words say that it does not see what is asked for */
    static boolean notShown(String text) {
        String plain = text.replace('’', '\'').toLowerCase(Locale.ROOT);
        return text.isBlank() || plain.contains("can't see that") || plain.contains("cannot see that");
    }
}
