package org.timeviper.model.task;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.timeviper.model.measure.Way;

/**
 * Which way an English sentence says that something moves: {@code from left to right}, {@code enters from the left}, {@code leaves to the right}, {@code moves upwards}.
 *
 * @param sentence all of it
 * @param way the only one that it tells
 */
record SaidWay(String sentence, Way way) {

    private static final String SIDE = "(?:left|right|top|bottom)";
    private static final String GOES =
            "(?:leav|exit|go(?!t)|mov|walk|run|driv|fl[yi]|sail|swim)[a-z]*(?: (?:off|out|away))?";
    private static final String COMES = "(?:enter|com(?:e|ing))[a-z]*(?: in)?";

    /** What stands before a way, and the way. */
    private static final Pattern TOLD = Pattern.compile(
            "\\bfrom (?:the )?(?<from>" + SIDE + ") to (?:the )?(?<to>" + SIDE + ")\\b"
                    + "|\\b(?<comes>" + COMES + ") from the (?<origin>" + SIDE + ")\\b(?! to\\b)"
                    + "|\\b(?<goes>" + GOES + ") (?:to the (?<goal>" + SIDE + ")\\b(?! of\\b)"
                    + "|(?<wards>left|right|up|down)wards?\\b)",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, Way> WAYS = Map.of(
            "left", Way.LEFT, "right", Way.RIGHT, "top", Way.UP, "bottom", Way.DOWN, "up", Way.UP, "down", Way.DOWN);

    /** @return empty if it tells none, or several */
    static Optional<SaidWay> in(String sentence) {
        List<Optional<Way>> told =
                TOLD.matcher(sentence).results().map(SaidWay::way).distinct().toList();
        return told.size() == 1 ? told.getFirst().map(way -> new SaidWay(sentence, way)) : Optional.empty();
    }

    private static Optional<Way> way(MatchResult told) {
        if (told.group("from") != null) {
            Way to = named(told.group("to"));
            return named(told.group("from")) == to.opposite() ? Optional.of(to) : Optional.empty();
        }
        if (told.group("origin") != null) {
            return Optional.of(named(told.group("origin")).opposite());
        }
        return Optional.of(named(told.group(told.group("goal") != null ? "goal" : "wards")));
    }

    private static Way named(String word) {
        return WAYS.get(word.toLowerCase(Locale.ROOT));
    }

    /** @return the sentence telling another way, in like words; unchanged if it is the same */
    String turned(Way other) {
        return other == way ? sentence : TOLD.matcher(sentence).replaceAll(told -> turned(told, other));
    }

    private static String turned(MatchResult told, Way way) {
        if (told.group("from") != null) {
            String article = way.isLevel() ? "" : "the ";
            return "from " + article + side(way.opposite()) + " to " + article + side(way);
        }
        if (told.group("origin") != null) {
            return told.group("comes") + " from the " + side(way.opposite());
        }
        return told.group("goal") != null
                ? told.group("goes") + " to the " + side(way)
                : told.group("goes") + " " + way.name().toLowerCase(Locale.ROOT) + "wards";
    }

    private static String side(Way way) {
        return switch (way) {
            case LEFT -> "left";
            case RIGHT -> "right";
            case UP -> "top";
            case DOWN -> "bottom";
        };
    }
}
