package org.timeviper.indexer.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that scenes have vectors of the present embedding model. The library's vectors are used as they are when they come from it. That is tried on one caption of
 * each video: if its embedding is another now, the video's captions are embedded anew.
 */
public final class PresentVectors {

    /** Cosine from which two embeddings of one caption count as the same; different models are near 0. */
    private static final double SAME_MODEL = 0.999;

    private final CaptionEmbedder embedder;

    /** @param embedder the present embedding model */
    public PresentVectors(CaptionEmbedder embedder) {
        this.embedder = embedder;
    }

    /**
     * @param scenes the scenes of one video, as the library keeps them
     * @return the same scenes with vectors of the present model
     */
    public List<SceneDocument> of(List<SceneDocument> scenes) {
        if (scenes.isEmpty() || fromThisModel(scenes.getFirst())) {
            return scenes;
        }
        List<float[]> vectors = embedder.embedAll(
                scenes.stream().map(scene -> scene.scene().caption()).toList());
        List<SceneDocument> embedded = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            embedded.add(scenes.get(i).withVector(vectors.get(i)));
        }
        return embedded;
    }

    private boolean fromThisModel(SceneDocument scene) {
        float[] stored = scene.vector();
        float[] now = embedder.embedAll(List.of(scene.scene().caption())).getFirst();
        double cosine = 0;
        for (int i = 0; i < Math.min(stored.length, now.length); i++) {
            cosine += stored[i] * now[i];
        }
        return stored.length == now.length && cosine >= SAME_MODEL;
    }
}
