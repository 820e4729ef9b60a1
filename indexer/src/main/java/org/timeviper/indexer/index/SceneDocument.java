package org.timeviper.indexer.index;

import java.util.Arrays;
import java.util.Objects;
import org.timeviper.search.lucene.Scene;

/**
 * A scene as the index takes it.
 *
 * @param scene the scene
 * @param vector the caption's sentence embedding, of length one
 */
public record SceneDocument(Scene scene, float[] vector) {

    public SceneDocument {
        Objects.requireNonNull(scene, "scene");
        vector = vector.clone();
    }

    /** @return this scene with another embedding */
    public SceneDocument withVector(float[] other) {
        return new SceneDocument(scene, other);
    }

    /** @return a copy of the embedding */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SceneDocument that && scene.equals(that.scene) && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return scene.hashCode();
    }
}
