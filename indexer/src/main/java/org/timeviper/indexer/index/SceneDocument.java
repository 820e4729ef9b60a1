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

    private static final double UNIT_LENGTH_TOLERANCE = 1e-3;

    public SceneDocument {
        Objects.requireNonNull(scene, "scene");
        vector = vector.clone();
    }

    /**
     * Checks that an index can take this scene.
     *
     * @param videoId the video it should belong to
     * @param dimensions the length its vector should have
     * @throws IllegalArgumentException if it belongs to another video or its vector has another length or not length one
     */
    public void check(String videoId, int dimensions) {
        if (!scene.video().id().equals(videoId)) {
            throw new IllegalArgumentException(
                    "Scene " + scene.id() + " belongs to video " + scene.video().id() + ", not to " + videoId + ".");
        }
        double square = 0;
        for (float v : vector) {
            square += v * v;
        }
        if (vector.length != dimensions || !(Math.abs(square - 1) < UNIT_LENGTH_TOLERANCE)) {
            throw new IllegalArgumentException("Scene " + scene.id() + " has a vector of " + vector.length
                    + " numbers and length " + Math.sqrt(square) + "; the index takes vectors of " + dimensions
                    + " numbers and length 1.");
        }
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
