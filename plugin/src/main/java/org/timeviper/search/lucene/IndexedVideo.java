package org.timeviper.search.lucene;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an index knows of a video: what its scenes can be filtered and counted by.
 *
 * @param id the video's identity
 * @param name what people call it
 * @param collection the collection it belongs to; empty if it belongs to none
 * @param tags in any order, each once
 * @param language the language spoken in it, as a BCP 47 tag; empty if unknown
 * @param metadata terms that each stand for one key and its value, in any order, each once
 * @param created when it came into the library, to the millisecond
 * @param durationSeconds its length in seconds
 */
public record IndexedVideo(
        String id,
        String name,
        String collection,
        List<String> tags,
        String language,
        List<String> metadata,
        Instant created,
        double durationSeconds) {

    /** @throws IllegalArgumentException if the length is no number of seconds */
    public IndexedVideo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(collection, "collection");
        Objects.requireNonNull(language, "language");
        tags = tags.stream().distinct().sorted().toList();
        metadata = metadata.stream().distinct().sorted().toList();
        created = Instant.ofEpochMilli(created.toEpochMilli());
        if (!(durationSeconds >= 0 && durationSeconds < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Video " + id + " cannot last " + durationSeconds + " seconds.");
        }
    }

    /** A video without metadata. */
    public IndexedVideo(
            String id,
            String name,
            String collection,
            List<String> tags,
            String language,
            Instant created,
            double durationSeconds) {
        this(id, name, collection, tags, language, List.of(), created, durationSeconds);
    }

    /**
     * What a searcher may call the whole video by: its tags, its collection, its name, and, where that is more than one word, its name without the ending of a file (the
     * single word "boat" more likely asks for boats than for all of boat.mp4).
     *
     * @return in lower case, each once
     */
    public Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        tags.forEach(tag -> labels.add(label(tag)));
        labels.add(label(collection));
        labels.add(label(name));
        String title = label(name.replaceFirst("\\.[A-Za-z0-9]{1,5}$", ""));
        if (title.contains(" ")) {
            labels.add(title);
        }
        labels.remove("");
        return labels;
    }

    /** @return a text as labels are compared: in lower case, without spaces around it */
    public static String label(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
