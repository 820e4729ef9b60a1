package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchResults;
import org.timeviper.api.Suggestions.Suggestion;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;
import org.timeviper.search.lucene.TooManyMatches;

/** Expressions, similar moments and suggestions, with the real embedder, on an index in one of its homes: each finds the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
abstract class SearchInAHome {

    private final SentenceEmbedder embedder = new SentenceEmbedder();
    private final Background background = new Background(embedder);
    private SceneIndex index;
    private SceneSearch search;

    /** @return an index that holds nothing */
    abstract SceneIndex open(SentenceEmbedder embedder);

    @BeforeAll
    void fill() {
        index = open(embedder);
        publish(
                video("road", "Coast Road.mp4", "news", "street", "Rush Hour"),
                "0 6 A red car drives up the coast road",
                "8 14 A white car drives up the coast road",
                "40 46 A red car stands before a house",
                "70 76 A white car stands before a house");
        publish(
                video("pets", "Pets at home.mp4", "", "street"),
                "0 10 A small dog runs after a ball",
                "4 8 A black cat watches from a window",
                "30 38 An old man plays the violin");
        publish(
                video("park", "Park.mp4", "news"),
                "0 9 A little dog chases a ball over the grass",
                "20 28 A woman without a hat reads a newspaper",
                "50 56 A red car drives along a road by the sea");
        index.rebuilt();
        search = new SceneSearch(
                index, new CaptionAnalyzer(), new MomentSearch(index, embedder, background), (v, s, e, what) -> true);
    }

    @AfterAll
    void close() {
        index.close();
    }

    // ---- expressions

    @Test
    void expressionsFindTheirMoments() {
        assertEquals(List.of("road 0.0–14.0"), found("\"red car\" then[10s] \"white car\""));
        assertEquals(Set.of("road 0.0–14.0", "road 40.0–76.0"), Set.copyOf(found("red car then[30s] white car")));
        assertEquals(List.of("pets 4.0–8.0"), found("\"dog with a ball\" while \"black cat\""));
        assertEquals(
                List.of("road 0.0–46.0"), found("red car then[10s] white car then[1min] \"a red car before a house\""));
        assertEquals(List.of("road 0.0–14.0"), found("white car near[3s] red car"));
        assertEquals(Set.of("park 50.0–56.0", "road 40.0–46.0"), Set.copyOf(found("red car not near[20s] white car")));
        assertEquals(List.of("road 40.0–46.0"), found("red car within[30s..1min]", SceneFilter.NONE.in("road")));
        assertEquals(List.of(), found("\"white car\" then[10s] \"red car\""));
    }

    @Test
    void whatHoldsAtTooManyPlacesIsRefusedInEveryHome() {
        IndexedVideo crowd = video("crowd", "Crowd.mp4", "");
        List<float[]> vectors = embedder.embedAll(List.of("A man walks", "A woman sings"));
        List<SceneDocument> scenes = new ArrayList<>();
        for (int i = 0; i < 1400; i++) {
            String caption = i % 2 == 0 ? "A man walks" : "A woman sings";
            scenes.add(new SceneDocument(
                    new Scene("crowd/" + i, crowd, i, i + 1, "event", caption, 0.9, 1, 25), vectors.get(i % 2)));
        }
        index.replace("crowd", scenes);
        try {
            String query = "man near[1h] woman near[1h] ".repeat(15) + "man near[1h] woman";
            TooManyMatches refused = assertThrows(TooManyMatches.class, () -> found(query));
            assertTrue(refused.getMessage().contains("rarer things"), refused.getMessage());
            assertEquals(List.of("road 0.0–14.0"), found("\"red car\" then[10s] \"white car\""));
        } finally {
            index.delete("crowd");
        }
    }

    @Test
    void pagesPutTogetherAreTheWholeListInEveryHome() {
        List<SceneDocument> scenes = new ArrayList<>();
        IndexedVideo parade = video("parade", "Parade.mp4", "parade");
        List<String> captions = List.of("A man walks", "A woman sings", "A drummer walks by");
        List<float[]> vectors = embedder.embedAll(captions);
        for (int i = 0; i < 240; i++) {
            Scene scene = new Scene("parade/" + i, parade, 5 * i, 5 * i + 2, "event", captions.get(i % 3), 0.9, 1, 25);
            scenes.add(new SceneDocument(scene, vectors.get(i % 3)));
        }
        index.replace("parade", scenes);
        SceneFilter filter = SceneFilter.NONE.in("parade");
        try {
            assertEquals(240, pages("zebra", filter, 100).size(), "deeper than a ranking is read at first");
            List<Moment> whole = pages("a man walks", filter, 100);
            assertTrue(whole.size() > 100, () -> whole.size() + " moments");
            assertEquals(whole, pages("a man walks", filter, 33));
            assertEquals(79, pages("\"man\" near[5s] \"drummer\"", filter, 30).size());
        } finally {
            index.delete("parade");
        }
    }

    private List<Moment> pages(String query, SceneFilter filter, int size) {
        MomentRequest first = new MomentRequest(QuerySyntax.parse(query), size, filter, false, false);
        return Pages.together(cursor -> search.search(first.after(cursor)));
    }

    private List<String> found(String query) {
        return found(query, SceneFilter.NONE);
    }

    private List<String> found(String query, SceneFilter filter) {
        return told(search.search(new MomentRequest(QuerySyntax.parse(query), 10, filter, false, false)));
    }

    private static List<String> told(SearchResults results) {
        return results.moments().stream().map(SearchInAHome::told).toList();
    }

    private static String told(Moment moment) {
        return moment.video() + " " + moment.start() + "–" + moment.end();
    }

    // ---- similar moments

    @Test
    void similarMomentsMeanTheSameAndAreNeverTheMomentItself() {
        SearchResults dogs = similar("pets", 0, 10, SceneFilter.NONE);
        assertTrue(dogs.confident(), dogs::message);
        assertEquals("A small dog runs after a ball", dogs.query());
        assertEquals("park 0.0–9.0", told(dogs.moments().getFirst()));
        assertTrue(dogs.moments().getFirst().why().contains("close in meaning"));
        assertEquals(List.of("meaning"), dogs.moments().getFirst().matchedBy());
        assertTrue(told(dogs).stream().noneMatch(moment -> moment.startsWith("pets 0") || moment.startsWith("pets 4")));
        SearchResults cars = similar("road", 1, 5, SceneFilter.NONE);
        assertTrue(told(cars).contains("road 8.0–14.0"), () -> "the same film's other moments count: " + told(cars));
        assertTrue(told(cars).contains("park 50.0–56.0"), () -> told(cars).toString());
    }

    @Test
    void similarMomentsKeepToTheFilter() {
        assertEquals(
                Set.of("park"),
                Set.copyOf(similar("pets", 0, 10, SceneFilter.NONE.in("park")).moments().stream()
                        .map(Moment::video)
                        .toList()));
        SearchResults none = similar("pets", 0, 10, SceneFilter.NONE.in("nowhere"));
        assertFalse(none.confident());
        assertEquals(List.of(), none.moments());
    }

    @Test
    void ofAStretchThatNothingDescribesNothingIsSimilar() {
        SearchResults nothing = similar("road", 20, 30, SceneFilter.NONE);
        assertEquals(List.of(), nothing.moments());
        assertTrue(nothing.message().contains("Nothing is described"), nothing.message());
    }

    private SearchResults similar(String video, double start, double end, SceneFilter filter) {
        List<StoredScene> described =
                index.page("", SceneFilter.NONE.in(video), Optional.empty(), 100).scenes().stream()
                        .map(scene -> new StoredScene(
                                video,
                                0,
                                scene.start(),
                                scene.end(),
                                scene.kind(),
                                scene.caption(),
                                1,
                                1,
                                1,
                                new float[0]))
                        .toList();
        return new SimilarMoments(index, embedder, background)
                .find(new SimilarMoments.Stretch(video, start, end), described, filter, Optional.empty(), 5);
    }

    // ---- suggestions

    @Test
    void whatIsTypedIsCompletedByWordsPairsTagsAndTitles() {
        assertEquals(
                new Suggestion("red car", "red car", "words", 2),
                suggested("red c").getFirst());
        assertEquals(List.of("a small dog"), texts("a small d"));
        assertEquals(List.of("car", "car drives"), texts("ca").subList(0, 2), "what more videos have comes first");
        assertTrue(texts("ca").contains("cat"));
        assertEquals(
                new Suggestion("street", "street", "tag", 2), suggested("STR").getFirst());
        assertEquals(List.of("Rush Hour"), texts("rus"));
        assertTrue(texts("coast r").contains("Coast Road.mp4"));
        assertTrue(texts("hom").contains("Pets at home.mp4"), "a title is known by any of its words");
        assertEquals(List.of(), texts("ha"), "what a caption denies is not suggested");
        assertEquals(List.of(), texts("xylo"));
        assertEquals(List.of(), texts(" "));
        assertEquals(List.of(), texts("[.*]\\"), "a pattern is no pattern here");
    }

    @Test
    void anExpressionIsCompletedWhereItIsUnderWay() {
        assertEquals(List.of("\"red car\" then[10s] \"white car\""), texts("\"red car\" then[10s] \"white c"));
        assertEquals(List.of("\"red car\" then white car"), texts("\"red car\" then white c"));
        assertEquals(List.of("\"red car\" then Rush Hour"), texts("\"red car\" then rus"));
        assertEquals(List.of(), texts("\"red car\""));
    }

    private List<String> texts(String typed) {
        return suggested(typed).stream().map(Suggestion::text).toList();
    }

    private List<Suggestion> suggested(String typed) {
        return new QuerySuggestions(index, new CaptionAnalyzer())
                .complete(typed, 8)
                .suggestions();
    }

    private static IndexedVideo video(String id, String name, String collection, String... tags) {
        return new IndexedVideo(id, name, collection, List.of(tags), "", Instant.EPOCH, 100);
    }

    /** Publishes scenes given as "start end caption". */
    private void publish(IndexedVideo video, String... scenes) {
        List<SceneDocument> documents = new ArrayList<>();
        for (String scene : scenes) {
            String[] parts = scene.split(" ", 3);
            documents.add(new SceneDocument(
                    new Scene(
                            video.id() + "/" + documents.size(),
                            video,
                            Double.parseDouble(parts[0]),
                            Double.parseDouble(parts[1]),
                            "event",
                            parts[2],
                            0.9,
                            1,
                            25),
                    embedder.embed(parts[2])));
        }
        index.replace(video.id(), documents);
    }
}
