package org.timeviper.indexer.index;

import java.util.List;

/**
 * What the videos that answer a query can be narrowed down by.
 *
 * @param videos how many videos have a scene whose caption holds all of the query's words
 * @param collections how many of them are in each collection, the most frequent first, equal ones by name
 * @param tags how many of them have each tag, likewise
 * @param languages how many of them are in each language, likewise
 */
public record Facets(long videos, List<Count> collections, List<Count> tags, List<Count> languages) {

    /** How many values of a facet are told. */
    public static final int MOST_VALUES = 50;

    /**
     * @param value the facet's value
     * @param videos how many videos have it
     */
    public record Count(String value, long videos) {}

    public Facets {
        collections = List.copyOf(collections);
        tags = List.copyOf(tags);
        languages = List.copyOf(languages);
    }
}
