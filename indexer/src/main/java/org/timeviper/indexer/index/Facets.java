package org.timeviper.indexer.index;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.search.lucene.IndexedVideo;

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

    /** Counts some videos, each once. */
    public static Facets of(Collection<IndexedVideo> videos) {
        return new Facets(
                videos.size(),
                counts(videos.stream().map(IndexedVideo::collection).filter(collection -> !collection.isEmpty())),
                counts(videos.stream().flatMap(video -> video.tags().stream())),
                counts(videos.stream().map(IndexedVideo::language).filter(language -> !language.isEmpty())));
    }

    private static List<Count> counts(Stream<String> values) {
        return values.collect(Collectors.groupingBy(value -> value, Collectors.counting())).entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Count::videos).reversed().thenComparing(Count::value))
                .limit(MOST_VALUES)
                .toList();
    }

    public Facets {
        collections = List.copyOf(collections);
        tags = List.copyOf(tags);
        languages = List.copyOf(languages);
    }
}
