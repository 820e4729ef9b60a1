package org.timeviper.api;

import java.util.List;

/**
 * How what a person has typed can go on.
 *
 * @param suggestions best first
 */
public record Suggestions(List<Suggestion> suggestions) {

    /**
     * One way to go on.
     *
     * @param text all that is typed, completed
     * @param value what was added: the whole word, phrase, tag or title
     * @param kind {@code words} (a word or two of captions), {@code tag} or {@code title}
     * @param videos how many videos have it; of a large archive on Elasticsearch, at least so many
     */
    public record Suggestion(String text, String value, String kind, long videos) {}
}
