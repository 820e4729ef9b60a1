package org.timeviper.indexer.index;

import java.util.Objects;
import java.util.Optional;

/**
 * What is looked for. Scenes whose captions say the opposite of the text ("without a hat" against "with a hat") never answer it, neither by words nor by meaning.
 *
 * @param text words as typed; words after "no", "not" or "without" must be absent
 * @param vector the text's embedding, of length one
 * @param videoId only scenes of this video; empty for all videos
 */
public record SceneQuery(String text, float[] vector, Optional<String> videoId) {

    public SceneQuery {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(videoId, "videoId");
        vector = vector.clone();
    }

    /** @return this query, within one video */
    public SceneQuery in(String videoId) {
        return new SceneQuery(text, vector, Optional.of(videoId));
    }

    /** @return a copy of the embedding */
    @Override
    public float[] vector() {
        return vector.clone();
    }
}
