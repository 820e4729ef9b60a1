package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.search.lucene.CaptionLanguage;

class SimilarMomentsTest {

    private static StoredScene scene(double start, double end, String caption) {
        return new StoredScene("film", 0, start, end, "scene", caption, 1, 1, 1, new float[0]);
    }

    private static List<String> telling(double start, double end, List<StoredScene> described) {
        return SimilarMoments.telling(new SimilarMoments.Stretch("film", start, end), described).stream()
                .map(StoredScene::caption)
                .toList();
    }

    @Test
    void aLongStretchIsToldByScenesFromAllOfIt() {
        List<StoredScene> described = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            described.add(scene(10 * i, 10 * i + 10, "scene " + i));
        }
        List<Integer> kept = telling(0, 800, described).stream()
                .map(caption -> Integer.parseInt(caption.substring("scene ".length())))
                .toList();
        assertEquals(8, kept.size());
        for (int part = 0; part < 4; part++) {
            int from = 20 * part;
            assertTrue(kept.stream().anyMatch(i -> i >= from && i < from + 20), () -> from + " on: " + kept);
        }
    }

    @Test
    void theCaptionThatSaysMostOfALongStretchIsAmongThoseLookedForAndFirst() {
        List<StoredScene> described = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            described.add(scene(10 * i, 10 * i + (i == 17 ? 16 : 10), "scene " + i));
        }
        List<String> kept = telling(0, 300, described);
        assertEquals("scene 17", kept.getFirst());
        assertEquals(8, kept.stream().distinct().count());
    }

    @Test
    void whatIsNotFoundWhileTheIndexIsRebuiltMayOnlyNotBeThereYet(@TempDir Path folder) {
        SentenceEmbedder embedder = new SentenceEmbedder();
        try (SceneIndex index =
                LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions())) {
            SimilarMoments similar = new SimilarMoments(index, embedder, new Background(embedder));
            assertTrue(found(similar).message().contains("being rebuilt"), found(similar)::message);
            index.rebuilt();
            assertTrue(found(similar).message().contains("Nothing else is indexed"), found(similar)::message);
        }
    }

    private static SearchResults found(SimilarMoments similar) {
        return similar.find(
                new SimilarMoments.Stretch("film", 0, 5),
                List.of(scene(0, 5, "A red car")),
                SceneFilter.NONE,
                Optional.empty(),
                5);
    }
}
