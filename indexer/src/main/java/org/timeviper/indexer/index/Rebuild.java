package org.timeviper.indexer.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Brings the index back to what the library holds, without the video model. Searches are answered meanwhile; it may be broken off and begun again at any time.
 *
 * <p>The library's vectors are used as they are when they come from the present embedding model. That is tried on one caption of each video: if its embedding is
 * another now, the video's captions are embedded anew.
 */
public final class Rebuild {

    /** Cosine from which two embeddings of one caption count as the same; different models are near 0. */
    private static final double SAME_MODEL = 0.999;

    private final SceneIndex index;
    private final SceneSource library;
    private final CaptionEmbedder embedder;

    /**
     * What was done.
     *
     * @param videos how many videos the library holds
     * @param replaced how many of them were written anew
     * @param removed how many videos were taken out because the library no longer has them
     */
    public record Report(long videos, long replaced, long removed) {}

    public Rebuild(SceneIndex index, SceneSource library, CaptionEmbedder embedder) {
        this.index = index;
        this.library = library;
        this.embedder = embedder;
    }

    /**
     * Writes every video anew.
     *
     * @param done told how many videos are done, after each
     */
    public Report everything(LongConsumer done) {
        Set<String> gone = new HashSet<>(index.scenesByVideo().keySet());
        AtomicLong videos = new AtomicLong();
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            library.forEachVideo((video, scenes) -> {
                gone.remove(video);
                anew.replace(video, current(scenes));
                done.accept(videos.incrementAndGet());
            });
            gone.forEach(index::delete);
            anew.complete();
        }
        return new Report(videos.get(), videos.get(), gone.size());
    }

    /** Writes the videos of which the index holds another number of scenes than the library, and takes out those the library does not have. Cheap when nothing is wrong. */
    public Report differences() {
        Map<String, Long> indexed = index.scenesByVideo();
        Set<String> gone = new HashSet<>(indexed.keySet());
        AtomicLong videos = new AtomicLong();
        AtomicLong replaced = new AtomicLong();
        library.forEachVideo((video, scenes) -> {
            gone.remove(video);
            videos.incrementAndGet();
            if (scenes.size() != indexed.getOrDefault(video, 0L)) {
                index.replace(video, current(scenes));
                replaced.incrementAndGet();
            }
        });
        gone.forEach(index::delete);
        index.rebuilt();
        return new Report(videos.get(), replaced.get(), gone.size());
    }

    private List<SceneDocument> current(List<SceneDocument> scenes) {
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
