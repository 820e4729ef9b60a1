package org.timeviper.search.lucene;

import java.util.Objects;

/**
 * How the fields of a scene are called in an index. They are the same wherever scenes are kept, behind a prefix where a scene is nested in a document of its video.
 *
 * @param prefix what stands before every field's name: empty, or a path and a dot
 */
public record SceneSchema(String prefix) {

    /** Scenes that are documents of their own. */
    public static final SceneSchema FLAT = new SceneSchema("");

    /** @return scenes nested under a path of their video's document */
    public static SceneSchema nested(String path) {
        return new SceneSchema(path + ".");
    }

    public SceneSchema {
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The scene's identity: a keyword with doc values. */
    public String id() {
        return prefix + "id";
    }

    /** The video's identity: a keyword with doc values. */
    public String video() {
        return prefix + "video";
    }

    /** The video's name: a keyword's doc values. */
    public String name() {
        return prefix + "name";
    }

    /** The video's collection: a keyword with doc values; absent where it belongs to none. */
    public String collection() {
        return prefix + "collection";
    }

    /** The video's tags: a keyword with doc values, one value each. */
    public String tags() {
        return prefix + "tags";
    }

    /** The video's language: a keyword with doc values; absent where it is unknown. */
    public String language() {
        return prefix + "language";
    }

    /** Terms of the video's metadata ({@link IndexedVideo#metadata}): a keyword with doc values, one value each. */
    public String metadata() {
        return prefix + "metadata";
    }

    /** What the whole video may be called by ({@link IndexedVideo#labels}): a keyword, searched only. */
    public String labels() {
        return prefix + "labels";
    }

    /** When the video came, in milliseconds since 1970: a long. */
    public String created() {
        return prefix + "created";
    }

    /** The video's length in seconds: a double. */
    public String duration() {
        return prefix + "duration";
    }

    /** The scene's first second: a double. */
    public String start() {
        return prefix + "start";
    }

    /** The scene's last second: a double. */
    public String end() {
        return prefix + "end";
    }

    /** The scene's kind: a keyword with doc values. */
    public String kind() {
        return prefix + "kind";
    }

    /** The caption as it reads: binary doc values, which are the fastest to read, or a stored field; not searched. */
    public String caption() {
        return prefix + "caption";
    }

    /** The caption's terms: searched, with positions. */
    public String terms() {
        return prefix + "terms";
    }

    /** The caption's embedding: a vector of length one, compared by dot product. */
    public String vector() {
        return prefix + "vector";
    }

    /** The model's confidence: a double, 0 to 1. */
    public String confidence() {
        return prefix + "confidence";
    }

    /** Frames the model looked at: a long. */
    public String framesSeen() {
        return prefix + "frames_seen";
    }

    /** Frames the film has there: a long. */
    public String framesTotal() {
        return prefix + "frames_total";
    }
}
