package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.search.lucene.Chance;

/**
 * A hundred captions of everyday film that have nothing to do with the library. How near a query comes to them by chance tells what its nearness to a scene is worth:
 * a vague query is near to everything, a pointed one to nothing but its answer.
 */
@Singleton
public final class Background {

    private static final String CAPTIONS = "background-captions.txt";

    private final CaptionEmbedder embedder;
    private volatile List<float[]> vectors;

    @Inject
    public Background(CaptionEmbedder embedder) {
        this.embedder = embedder;
    }

    /** @param query a query's embedding, of length one */
    public Chance chance(float[] query) {
        double[] cosines =
                vectors().stream().mapToDouble(v -> Vectors.dot(query, v)).toArray();
        double mean = 0;
        for (double cosine : cosines) {
            mean += cosine / cosines.length;
        }
        double variance = 0;
        for (double cosine : cosines) {
            variance += (cosine - mean) * (cosine - mean) / cosines.length;
        }
        return new Chance(mean, Math.sqrt(variance));
    }

    /** Embeds the captions when they are first needed; two threads that race do the same work twice and no harm. */
    private List<float[]> vectors() {
        List<float[]> made = vectors;
        if (made == null) {
            made = embedder.embedAll(captions());
            vectors = made;
        }
        return made;
    }

    private static List<String> captions() {
        try (InputStream in = Background.class.getResourceAsStream(CAPTIONS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + CAPTIONS + " failed.", e);
        }
    }
}
