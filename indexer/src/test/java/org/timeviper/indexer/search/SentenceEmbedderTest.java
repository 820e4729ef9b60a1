package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SentenceEmbedderTest {

    private final SentenceEmbedder embedder = new SentenceEmbedder();

    @Test
    void vectorsHaveTheirLengths() {
        for (String text : List.of("car", "a red circle enters from the left", "日本語の字幕", "?!", "word ".repeat(3_000))) {
            float[] vector = embedder.embed(text);
            assertEquals(embedder.dimensions(), vector.length);
            assertEquals(1, Vectors.dot(vector, vector), 1e-4);
        }
    }

    @Test
    void theSameTextHasTheSameVector() {
        float[] vector = embedder.embed("a red car drives up the road");
        assertArrayEquals(vector, new SentenceEmbedder().embed("a red car drives up the road"));
        assertArrayEquals(
                vector,
                embedder.embedAll(List.of("a dog", "a red car drives up the road"))
                        .get(1));
    }

    @Test
    void textsThatMeanTheSameAreNear() {
        float[] car = embedder.embed("a car drives on a road");
        assertTrue(Vectors.dot(car, embedder.embed("an automobile on the street"))
                > Vectors.dot(car, embedder.embed("a woman plays the violin")) + 0.3);
    }

    @Test
    void threadsDoNotDisturbOneAnother() throws Exception {
        List<String> texts = List.of("a red car", "a man walks a dog", "snow on a mountain", "colour bars");
        List<float[]> alone = embedder.embedAll(texts);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> together = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String text = texts.get(i % texts.size());
                together.add(threads.submit(() -> embedder.embed(text)));
            }
            for (int i = 0; i < together.size(); i++) {
                assertArrayEquals(alone.get(i % texts.size()), together.get(i).get());
            }
        }
    }

    @Test
    void aBlankTextIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> embedder.embed(" \n"));
        assertThrows(IllegalArgumentException.class, () -> embedder.embedAll(List.of("a car", "")));
        assertEquals(List.of(), embedder.embedAll(List.of()));
    }
}
