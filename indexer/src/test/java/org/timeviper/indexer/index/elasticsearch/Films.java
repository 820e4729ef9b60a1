package org.timeviper.indexer.index.elasticsearch;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

/** Videos of tests that care for whether they are there, not for what is in them. */
final class Films {

    private Films() {}

    /** A video of some scenes that all have one caption. */
    static List<SceneDocument> film(String id, int scenes, String caption, int dimensions) {
        IndexedVideo video = new IndexedVideo(id, id + ".mp4", "", List.of(), "", Instant.EPOCH, 10 * scenes);
        return IntStream.range(0, scenes)
                .mapToObj(i -> new SceneDocument(
                        new Scene(id + "/" + i, video, 10 * i, 10 * i + 5, "event", caption, 0.9, 5, 125),
                        vector(new Random(31L * id.hashCode() + i), dimensions)))
                .toList();
    }

    static float[] vector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    /** The videos that hold a caption's words. */
    static List<String> holding(SceneIndex index, String words, int dimensions) {
        return index.words(new SceneQuery(words, vector(new Random(1), dimensions), SceneFilter.NONE), 1000).stream()
                .map(hit -> hit.scene().video().id())
                .distinct()
                .sorted()
                .toList();
    }
}
