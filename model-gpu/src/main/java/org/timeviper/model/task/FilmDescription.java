package org.timeviper.model.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the descriptions of a film's scenes come to for all of it, facet by facet. Details are those of the longest scenes, one after the other, and so are all backgrounds. The main
 * object is that of one scene: the one that is seen longest. One sentence names what is seen longest, once. A camera that moves in any scene is not said to stand still.
 */
public final class FilmDescription {

    /** How many things one sentence names at most. */
    private static final int NAMED = 10;

    /** Of how many scenes details are told at most: more would be a list of all that the film shows, and no description of it. */
    private static final int DETAILED = 8;

    /** So many words from the beginning tell a thing, {@code pink bottle}, from others, whatever it does. */
    private static final int TELLING = 2;

    private static final String ARTICLE = "(?:a|an|the|one|two|three|some|another)";
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\\s+");
    private static final Pattern BETWEEN_PARTS =
            Pattern.compile(",\\s+(?:and\\s+)?|\\s+and\\s+(?=" + ARTICLE + "\\s)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LEADING_ARTICLE = Pattern.compile("^" + ARTICLE + "\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT_OF_SHOTS = Pattern.compile("(?:\\d+|one) shots?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING =
            Pattern.compile("^(?:nothing|no one|nobody|there is no)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern THEN = Pattern.compile("^then\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern AT_REST =
            Pattern.compile("\\b(?:static|still|stationary|steady|fixed|not move)\\b", Pattern.CASE_INSENSITIVE);

    private FilmDescription() {}

    /**
     * What is said of a scene.
     *
     * @param span when it is shown, in seconds of the film
     * @param description in one facet
     */
    public record Scene(Span span, Description description) {

        private boolean sees() {
            return !AnswerParsing.notShown(description.text());
        }
    }

    /** @return whether what scenes come to in a facet depends on how long things are seen */
    public static boolean weighsEvents(Facet facet) {
        return facet == Facet.MAIN_OBJECT || facet == Facet.SHORT;
    }

    /**
     * @param scenes all described in this facet, in order, at least one; a single one is taken at its word
     * @param events what is seen in the film and when, confirmed; need not be there where {@link #weighsEvents} does not ask for them
     * @return as sure as that those scenes whose words it has are all described rightly: the product of their confidences
     */
    public static Description of(Facet facet, List<Scene> scenes, List<TimedCaption> events) {
        if (scenes.size() == 1) {
            return scenes.getFirst().description();
        }
        List<Scene> seeing = scenes.stream().filter(Scene::sees).toList();
        List<Scene> telling = seeing.isEmpty() ? scenes : seeing;
        return switch (facet) {
            case DETAILED -> oneAfterTheOther(once(sentences(longest(telling))));
            case BACKGROUND -> oneAfterTheOther(butFor(NOTHING, once(sentences(telling))));
            case MAIN_OBJECT -> seenLongest(telling, events);
            case SHORT -> sentence(longestSeen(parts(telling), events));
            case CAMERA -> sentence(movements(parts(telling)));
        };
    }

    private static List<Scene> longest(List<Scene> scenes) {
        return scenes.stream()
                .sorted(Comparator.comparingDouble(scene -> -scene.span().length()))
                .limit(DETAILED)
                .sorted(Comparator.comparingDouble(scene -> scene.span().start()))
                .toList();
    }

    private static Description oneAfterTheOther(List<Part> sentences) {
        return together(sentences.stream().map(Part::words).collect(Collectors.joining(" ")), sentences);
    }

    private static Description seenLongest(List<Scene> scenes, List<TimedCaption> events) {
        Comparator<Scene> longest = Comparator.comparingDouble(
                scene -> secondsSeen(scene.description().text(), events));
        return scenes.stream()
                .max(longest.thenComparingDouble(scene -> scene.description().confidence()))
                .orElseThrow()
                .description();
    }

    /** How long a thing is seen at a stretch, in seconds; 0 if it is in no event. */
    private static double secondsSeen(String thing, List<TimedCaption> events) {
        return events.stream()
                .filter(event -> sameThing(event.text(), thing))
                .mapToDouble(event -> event.span().length())
                .max()
                .orElse(0);
    }

    /** A part of what is said of a scene: a sentence, or of one sentence one of the things that it names or of what the camera does. */
    private record Part(String words, Description from) {}

    private static List<Part> sentences(List<Scene> scenes) {
        return parts(
                scenes,
                description ->
                        List.of(BETWEEN_SENTENCES.split(description.text().strip())));
    }

    private static List<Part> parts(List<Scene> scenes) {
        return parts(scenes, FilmDescription::words);
    }

    private static List<Part> parts(List<Scene> scenes, Function<Description, List<String>> cut) {
        return scenes.stream()
                .map(Scene::description)
                .flatMap(from -> cut.apply(from).stream().map(words -> new Part(words, from)))
                .toList();
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

    private static List<Part> longestSeen(List<Part> parts, List<TimedCaption> events) {
        List<Part> told = once(parts.stream()
                .sorted(Comparator.comparingDouble(part -> -secondsSeen(part.words(), events)))
                .toList());
        return butFor(NOTHING, told).stream().limit(NAMED).toList();
    }

    /** How many shots a scene has is nothing that the film does. */
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

    /** That something comes then makes it no other thing. */
    private static List<Part> once(List<Part> parts) {
        Set<String> told = new LinkedHashSet<>();
        return parts.stream()
                .filter(part ->
                        told.add(THEN.matcher(part.words()).replaceFirst("").toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static Description sentence(List<Part> parts) {
        String joined = Sentence.listed(
                parts.stream().map(part -> uncapitalised(part.words())).toList());
        return together(
                joined.isEmpty() ? "" : joined.substring(0, 1).toUpperCase(Locale.ROOT) + joined.substring(1) + ".",
                parts);
    }

    private static Description together(String text, List<Part> parts) {
        List<Description> from = parts.stream().map(Part::from).distinct().toList();
        return new Description(
                text,
                from.stream()
                        .mapToDouble(Description::confidence)
                        .reduce((all, one) -> all * one)
                        .orElse(0),
                from.stream().anyMatch(Description::unsure));
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
