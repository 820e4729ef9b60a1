package org.timeviper.indexer.index;

import java.util.Objects;

/**
 * What is looked for. Scenes whose captions say the opposite of the text ("without a hat" against "with a hat") never answer it, neither by words nor by meaning.
 *
 * @param text words as typed; words after "no", "not" or "without" must be absent
 * @param vector the text's embedding, of length one
 * @param filter which videos may answer
 */
public record SceneQuery(String text, float[] vector, SceneFilter filter) {

    public SceneQuery {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(filter, "filter");
        vector = vector.clone();
    }

    /** @return this query, within one video */
    public SceneQuery in(String videoId) {
        return new SceneQuery(text, vector, filter.in(videoId));
    }

    /** @return a copy of the embedding */
    @Override
    public float[] vector() {
        return vector.clone();
    }
}
