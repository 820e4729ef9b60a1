package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Events in the words of a model that keeps to no form, as the published evaluation takes them too: {@code from 3 to 9, …}, {@code 3 - 9: …}, {@code 1. …}, {@code Start time: 3 … End
 * time: 9 … Description: …}, minutes and seconds, several in one paragraph, the times before what happens or behind it.
 */
final class FreeEvents {

    private static final String TIME =
            "(\\d{1,4}:\\d{2}(?::\\d{2})?|\\d{1,9}(?:\\.\\d{1,9})?)\\s{0,9}(?:seconds?\\b|secs?\\b|s\\b)?";

    private static final Pattern SPAN = Pattern.compile(
            "(?:\\bfrom\\s{1,9})?(?<![\\d.:])" + TIME + "\\s{0,9}(?:-|–|—|\\bto\\b)\\s{0,9}" + TIME
                    + "|\\bstart(?:ing)?(?:\\s{1,9}time)?\\s{0,9}:?\\s{0,9}" + TIME
                    + "[\\s,;*-]{0,9}\\bend(?:ing)?(?:\\s{1,9}time)?\\s{0,9}:?\\s{0,9}" + TIME,
            Pattern.CASE_INSENSITIVE);

    /** What may stand before what happens: brackets, bullets, a label, the number of the event. */
    private static final Pattern BEFORE = Pattern.compile(
            "^(?:[\\s\\p{Punct}–—]|\\d{1,3}[.)]\\s|(?:description|event)\\b\\s?:){1,99}", Pattern.CASE_INSENSITIVE);

    /** What may stand behind it: the number of the next event, and what leads to its times. */
    private static final Pattern BEHIND = Pattern.compile(
            "(?:\\s\\d{1,3}[.)]|[\\s(\\[*•,;:–—-]|\\bfrom\\b|\\bat\\b){1,99}$", Pattern.CASE_INSENSITIVE);

    private FreeEvents() {}

    /**
     * What happens and when.
     *
     * @param from as the model writes it
     * @param start where its words begin in the text
     * @param end where they end
     */
    record Found(double from, double to, String words, int start, int end) {}

    /** @return the events in the order of the text; none where no time stands beside any word */
    static List<Found> in(String text) {
        List<Found> spans = spans(text);
        if (spans.isEmpty()) {
            return List.of();
        }
        boolean timesBehind = words(text, spans.getLast().end(), text.length()).isEmpty();
        List<Found> events = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Found span = spans.get(i);
            int before = i == 0 ? 0 : spans.get(i - 1).end();
            int behind =
                    i + 1 == spans.size() ? text.length() : spans.get(i + 1).start();
            int start = timesBehind ? before : span.end();
            int end = timesBehind ? span.start() : behind;
            String words = timesBehind ? lastLine(words(text, start, end)) : words(text, start, end);
            if (!words.isEmpty()) {
                events.add(new Found(
                        span.from(), span.to(), words, Math.min(start, span.start()), Math.max(end, span.end())));
            }
        }
        return events;
    }

    /** What stands above it is about something else. */
    private static String lastLine(String words) {
        return BEFORE.matcher(words.substring(words.lastIndexOf('\n') + 1)).replaceFirst("");
    }

    private static List<Found> spans(String text) {
        List<Found> spans = new ArrayList<>();
        Matcher matcher = SPAN.matcher(text);
        while (matcher.find()) {
            int group = matcher.group(1) == null ? 3 : 1;
            spans.add(new Found(
                    seconds(matcher.group(group)),
                    seconds(matcher.group(group + 1)),
                    "",
                    matcher.start(),
                    matcher.end()));
        }
        return spans;
    }

    private static double seconds(String time) {
        double seconds = 0;
        for (String part : time.split(":")) {
            seconds = 60 * seconds + Double.parseDouble(part);
        }
        return seconds;
    }

    private static String words(String text, int start, int end) {
        String words = BEHIND.matcher(text.substring(start, end)).replaceFirst("");
        words = BEFORE.matcher(words).replaceFirst("");
        return words.chars().anyMatch(Character::isLetter) ? words.strip() : "";
    }
}
