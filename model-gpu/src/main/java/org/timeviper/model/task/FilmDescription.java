package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the descriptions of a film's windows come to for all of it, facet by facet. Details and backgrounds come one after the other. The main object is that of one window: the one that
 * is seen longest. One sentence names what is seen longest, once. A camera that moves in any window is not said to stand still.
 */
public final class FilmDescription {

    /** How many things one sentence names at most. */
    private static final int NAMED = 8;

    /** So many words from the beginning tell a thing, {@code pink bottle}, from others, whatever it does. */
    private static final int TELLING = 2;

    private static final String ARTICLE = "(?:a|an|the|one|two|three|some|another)";
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\\s+");
    private static final Pattern BETWEEN_PARTS =
            Pattern.compile(",\\s+(?:and\\s+)?|\\s+and\\s+(?=" + ARTICLE + "\\s)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LEADING_ARTICLE = Pattern.compile("^" + ARTICLE + "\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT_OF_SHOTS = Pattern.compile("(?:\\d+|one) shots?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING = Pattern.compile("^(?:nothing|no one|nobody)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_REST =
            Pattern.compile("\\b(?:static|still|stationary|steady|fixed|not move)\\b", Pattern.CASE_INSENSITIVE);

    private FilmDescription() {}

    /**
     * What is said of a window.
     *
     * @param description in one facet
     * @param events what is seen in it and when, confirmed; empty where {@link #weighsEvents} does not ask for them
     */
    public record Window(Description description, List<TimedCaption> events) {

        public Window {
            events = List.copyOf(events);
        }

        private boolean sees() {
            return !AnswerParsing.notShown(description.text());
        }

        /** How long a thing is seen at a stretch, in seconds; 0 if it is in no event. */
        private double secondsSeen(String thing) {
            return events.stream()
                    .filter(event -> sameThing(event.text(), thing))
                    .mapToDouble(event -> event.span().length())
                    .max()
                    .orElse(0);
        }
    }

    /** @return whether what windows come to in a facet depends on how long things are seen */
    public static boolean weighsEvents(Facet facet) {
        return facet == Facet.MAIN_OBJECT || facet == Facet.SHORT;
    }

    /**
     * @param windows all described in this facet, in order, at least one; a single one is taken at its word
     * @return as sure as of the least sure of those windows whose words it has
     */
    public static Description of(Facet facet, List<Window> windows) {
        if (windows.size() == 1) {
            return windows.getFirst().description();
        }
        List<Window> seeing = windows.stream().filter(Window::sees).toList();
        List<Window> telling = seeing.isEmpty() ? windows : seeing;
        return switch (facet) {
            case DETAILED, BACKGROUND -> oneAfterTheOther(telling);
            case MAIN_OBJECT -> seenLongest(telling);
            case SHORT -> sentence(longestSeen(parts(telling)));
            case CAMERA -> sentence(movements(parts(telling)));
        };
    }

    private static Description oneAfterTheOther(List<Window> windows) {
        List<Description> told = windows.stream().map(Window::description).toList();
        return new Description(
                told.stream().map(Description::text).distinct().collect(Collectors.joining(" ")),
                told.stream().mapToDouble(Description::confidence).min().orElseThrow(),
                told.stream().anyMatch(Description::unsure));
    }

    private static Description seenLongest(List<Window> windows) {
        Comparator<Window> longest = Comparator.comparingDouble(
                window -> window.secondsSeen(window.description().text()));
        return windows.stream()
                .max(longest.thenComparingDouble(window -> window.description().confidence()))
                .orElseThrow()
                .description();
    }

    /** A part of a sentence: one of the things that it names, or of what the camera does. */
    private record Part(String words, double seconds, Description from) {}

    private static List<Part> parts(List<Window> windows) {
        List<Part> parts = new ArrayList<>();
        for (Window window : windows) {
            for (String words : words(window.description())) {
                parts.add(new Part(words, window.secondsSeen(words), window.description()));
            }
        }
        return parts;
    }

    private static List<String> words(Description description) {
        List<String> parts = new ArrayList<>();
        for (String sentence : BETWEEN_SENTENCES.split(description.text())) {
            for (String words : BETWEEN_PARTS.split(sentence.strip().replaceFirst("[.!?]$", ""))) {
                if (!words.isBlank()) {
                    parts.add(words.strip());
                }
            }
        }
        return parts;
    }

    /** Where one window shows something, that another shows nothing is not told. */
    private static List<Part> longestSeen(List<Part> parts) {
        List<Part> told = once(parts.stream()
                .sorted(Comparator.comparingDouble(Part::seconds).reversed())
                .toList());
        return butFor(NOTHING, told).stream().limit(NAMED).toList();
    }

    /** How many shots a window has is nothing that the film does. */
    private static List<Part> movements(List<Part> parts) {
        List<Part> told = once(parts.stream()
                .filter(part -> !COUNT_OF_SHOTS.matcher(part.words()).matches())
                .toList());
        return butFor(AT_REST, told);
    }

    /** @return the parts in which this is not found, or all if it is found in each */
    private static List<Part> butFor(Pattern found, List<Part> parts) {
        List<Part> others = parts.stream()
                .filter(part -> !found.matcher(part.words()).find())
                .toList();
        return others.isEmpty() ? parts : others;
    }

    private static List<Part> once(List<Part> parts) {
        Set<String> told = new LinkedHashSet<>();
        return parts.stream()
                .filter(part -> told.add(part.words().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Description sentence(List<Part> parts) {
        List<String> words =
                parts.stream().map(part -> uncapitalised(part.words())).toList();
        String joined = words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
        return new Description(
                joined.isEmpty() ? "" : joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1) + ".",
                parts.stream()
                        .mapToDouble(part -> part.from().confidence())
                        .min()
                        .orElse(0),
                parts.stream().anyMatch(part -> part.from().unsure()));
    }

    /** What stands at a sentence's beginning with its article can stand within one; a name keeps its letter. */
    private static String uncapitalised(String words) {
        return LEADING_ARTICLE.matcher(words).find()
                ? words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1)
                : words;
    }

    /** Whether two texts begin with the same thing: with the same words without their article, as many as tell a thing, or all of the shorter one. */
    static boolean sameThing(String one, String other) {
        List<String> a = words(one);
        List<String> b = words(other);
        int shorter = Math.min(Math.min(a.size(), b.size()), TELLING);
        return shorter > 0 && a.subList(0, shorter).equals(b.subList(0, shorter));
    }

    private static List<String> words(String text) {
        String bare = LEADING_ARTICLE.matcher(text.strip()).replaceFirst("").toLowerCase(Locale.ROOT);
        return List.of(bare.replaceAll("[^\\p{L}\\p{N}\\s]", "").strip().split("\\s+"));
    }
}
