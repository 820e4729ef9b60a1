package org.timeviper.api;

import java.util.List;

/**
 * What a search can be narrowed down by: how many of the videos that pass its filters, and have a scene whose caption holds all of its words, have each value. Of a search
 * for several things in time, the videos that it found are counted. Values that no video has are left out; of many, the fifty most frequent are told.
 *
 * @param videos how many videos are counted
 * @param collections the most frequent first, equal ones by name
 * @param tags likewise
 * @param languages likewise
 */
public record SearchFacets(long videos, List<Count> collections, List<Count> tags, List<Count> languages) {

    /**
     * One value.
     *
     * @param value a collection, a tag or a language
     * @param videos how many videos have it
     */
    public record Count(String value, long videos) {}
}
