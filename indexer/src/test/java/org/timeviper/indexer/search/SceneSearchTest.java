package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.Moment;
import org.timeviper.api.MomentPart;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

class SceneSearchTest {

    @TempDir
    Path folder;

    private final SentenceEmbedder embedder = new SentenceEmbedder();
    private final Background background = new Background(embedder);
    private final List<String> looks = new ArrayList<>();
    private String hidden = "";
    private SceneIndex index;
    private SceneSearch search;

    @BeforeEach
    void open() {
        index = LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, embedder.model(), embedder.dimensions());
        index.rebuilt();
        search = new SceneSearch(
                index,
                new CaptionAnalyzer(),
                new MomentSearch(index, embedder, background),
                (video, start, end, what) -> {
                    looks.add(video + " " + start + "–" + end);
                    return !looks.getLast().equals(hidden);
                });
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void contentWordsAreThoseThatAreSearchedForAsTheyWereTypedAndNotWhatIsDenied() {
        assertEquals(List.of("Dogs", "running"), search.contentWords("Are the Dogs running, dogs without a red ball?"));
        assertEquals(List.of(), search.contentWords("And what is it?"));
        assertEquals(List.of("colour", "house"), search.contentWords("What colour is the house?"));
    }

    @Test
    void aMomentSaysWhereWhyAndHowToPlayIt() {
        publish("film-1", "Road.mp4", "3 9 A red car drives from left to right", "20 26 A brown bottle stays");
        SearchResults results = search("red car");
        assertTrue(results.confident());
        assertNull(results.message());
        Moment moment = results.moments().getFirst();
        assertEquals("film-1", moment.video());
        assertEquals("Road.mp4", moment.name());
        assertEquals(3, moment.start());
        assertEquals(9, moment.end());
        assertEquals("A red car drives from left to right", moment.caption());
        assertEquals(List.of("words", "meaning"), moment.matchedBy());
        assertTrue(moment.why().contains("“red”") && moment.why().contains("“car”"), moment.why());
        assertEquals("/v1/videos/film-1/thumbnail?t=6", moment.thumbnail());
        assertEquals("/v1/videos/film-1/media#t=3,9", moment.play());
        assertEquals(6, moment.framesSeen());
        assertEquals(150, moment.framesTotal());
    }

    @Test
    void theSameThingFromShotToShotIsOneMoment() {
        publish(
                "film",
                "Road.mp4",
                "3 9 A red car drives up the road",
                "9 14 A red car drives up the road",
                "60 66 A red car drives up the road",
                "70 80 A woman plays the violin");
        List<Moment> moments = search("a red car on the road").moments();
        assertEquals(
                List.of("3.0–14.0", "60.0–66.0"),
                moments.stream().map(m -> m.start() + "–" + m.end()).toList());
        assertEquals(11, moments.getFirst().framesSeen());
    }

    @Test
    void meaningFindsWhatWordsMiss() {
        publish("film", "Home.mp4", "0 5 A grandmother knits in an armchair", "5 9 A red circle stays");
        SearchResults results = search("an old lady knitting");
        assertTrue(results.confident());
        assertEquals(0, results.moments().getFirst().start());
        assertTrue(results.moments().getFirst().matchedBy().contains("meaning"));
    }

    @Test
    void whatIsNotThereIsNotStoodFor() {
        publish("film", "Road.mp4", "0 5 A blue car drives up the road", "5 9 A red boat stays before the sea");
        for (String query : List.of("a purple elephant", "a red car", "quarterly revenue")) {
            SearchResults results = search(query);
            assertFalse(results.confident(), query);
            assertTrue(results.message().startsWith("No confident match"), results.message());
            assertFalse(results.moments().isEmpty());
        }
    }

    @Test
    void theOppositeOfTheQueryIsNoAnswer() {
        publish("film", "Park.mp4", "0 5 A man without a hat walks a dog", "9 14 A man with a hat sits on a bench");
        assertEquals(9, search("a man with a hat").moments().getFirst().start());
        assertEquals(0, search("man without a hat").moments().getFirst().start());
        assertEquals(1, search("man without a hat").moments().size());
    }

    @Test
    void emptyAndHopelessQueriesAreToldSo() {
        assertTrue(search("red car").message().contains("Nothing is indexed yet"));
        publish("film", "Road.mp4", "0 5 A blue car drives up the road");
        assertTrue(search("the of and it").message().contains("only common words"));
        assertTrue(search("?!").message().contains("only common words"));
        assertTrue(search.search(in("another", "car")).message().contains("not indexed yet"));
    }

    @Test
    void aSearchInAVideoStaysInIt() {
        publish("a", "A.mp4", "0 5 A blue car drives up the road");
        publish("b", "B.mp4", "2 6 A blue car drives up the road");
        List<Moment> moments = search.search(in("b", "blue car")).moments();
        assertEquals(List.of("b"), moments.stream().map(Moment::video).toList());
    }

    @Test
    void noMoreThanAskedForAreGiven() {
        for (int v = 0; v < 5; v++) {
            publish("v" + v, v + ".mp4", "0 5 A blue car drives up the road");
        }
        assertEquals(3, search.search(MomentRequest.of("blue car", 3)).moments().size());
        assertEquals(5, search("blue car").moments().size());
    }

    @Test
    void whatTheModelDoesNotSeeAgainGoesBehindWhatItSees() {
        publish("a", "A.mp4", "0 5 A blue car");
        publish("b", "B.mp4", "2 6 A blue car drives up the road");
        hidden = "a 0.0–5.0";
        SearchResults results = search.search(verified("a blue car"));
        assertEquals(List.of("a 0.0–5.0", "b 2.0–6.0"), looks);
        assertTrue(results.confident());
        assertEquals(
                List.of("b", "a"), results.moments().stream().map(Moment::video).toList());
    }

    @Test
    void theModelLooksForTheFirstPageAloneAndAllPagesGoByWhatItSaw() {
        for (String film : List.of("a", "b", "c", "d", "e")) {
            publish(film, film + ".mp4", "0 5 A blue car drives up the road");
        }
        hidden = "a 0.0–5.0";
        List<Moment> pages = Pages.together(cursor -> search.search(
                new MomentRequest(verified("a blue car").sought(), 2, SceneFilter.NONE, true, false).after(cursor)));
        assertEquals(
                List.of("b", "c", "a", "d", "e"),
                pages.stream().map(Moment::video).toList());
        assertEquals(3, looks.size(), looks::toString);
    }

    @Test
    void aHitThatTheModelDoesNotSeeAgainIsNotStoodFor() {
        publish("a", "A.mp4", "0 5 A blue car drives up the road");
        hidden = "a 0.0–5.0";
        SearchResults results = search.search(verified("a blue car"));
        assertFalse(results.confident());
        assertTrue(results.message().contains("does not see it"), results.message());
        assertEquals(1, results.moments().size());
        assertTrue(search("a blue car").confident());
    }

    @Test
    void aSequenceIsOneMomentWithItsPartsInTheOrderOfTheQuery() {
        publish(
                "film",
                "Road.mp4",
                "3 9 A red car drives up the road",
                "12 16 A brown dog sleeps",
                "18 24 A white boat crosses the bay",
                "80 90 A white boat crosses the bay");
        SearchResults results = search("\"red car\" then[10s] \"white boat\"");
        assertTrue(results.confident());
        assertEquals("\"red car\" then[10s] \"white boat\"", results.query());
        assertEquals(1, results.moments().size());
        Moment moment = results.moments().getFirst();
        assertEquals("3.0–24.0", moment.start() + "–" + moment.end());
        assertEquals("A red car drives up the road → A white boat crosses the bay", moment.caption());
        assertEquals(
                List.of("red", "car", "white", "boat"),
                moment.highlights().stream()
                        .map(mark -> moment.caption().substring(mark.start(), mark.end()))
                        .toList());
        assertEquals(
                List.of("red car 3.0–9.0", "white boat 18.0–24.0"),
                moment.parts().stream()
                        .map(part -> part.query() + " " + part.start() + "–" + part.end())
                        .toList());
        assertEquals(12, moment.framesSeen());
        assertTrue(moment.why().contains("for “white boat” the caption says “white”, “boat”"), moment.why());
        assertEquals(1, results.facets().videos());
        assertTrue(search("\"red car\" then[5s] \"white boat\"").moments().isEmpty());
        assertEquals(
                List.of("red car", "brown dog", "white boat"),
                search("red car then[10s] brown dog then[10s] white boat").moments().getFirst().parts().stream()
                        .map(MomentPart::query)
                        .toList());
    }

    @Test
    void whatHoldsNowhereSaysWhichThingIsMissing() {
        publish("film", "Road.mp4", "3 9 A red car drives up the road", "80 90 A white boat crosses the bay");
        SearchResults apart = search("\"red car\" then[10s] \"white boat\"");
        assertFalse(apart.confident());
        assertTrue(apart.message().contains("Allow more time"), apart.message());
        SearchResults missing = search("\"red car\" then[10s] \"a purple elephant\"");
        assertTrue(missing.message().contains("\"a purple elephant\""), missing.message());
        SearchResults common = search("\"red car\" then[10s] \"of the\"");
        assertTrue(common.message().startsWith("\"of the\" holds only common words"), common.message());
    }

    @Test
    void theModelLooksAtEachPartOfASequenceAtItsOwnTime() {
        publish("film", "Road.mp4", "3 9 A red car drives up the road", "12 20 A white boat crosses the bay");
        SearchResults seen = search.search(verified("\"red car\" then \"white boat\""));
        assertTrue(seen.confident());
        assertEquals(List.of("film 3.0–9.0", "film 12.0–20.0"), looks);
        hidden = "film 12.0–20.0";
        assertFalse(search.search(verified("\"red car\" then \"white boat\"")).confident());
    }

    @Test
    void theModelLooksSixTimesAtMost() {
        String road = "3 9 A red car drives up the road";
        String boat = "12 20 A white boat crosses the bay";
        String dog = "22 26 A brown dog sleeps";
        for (String film : List.of("a", "b", "c")) {
            publish(film, "Road.mp4", road, boat, dog);
        }
        assertTrue(search.search(verified("\"red car\" then \"white boat\" then \"brown dog\""))
                .confident());
        assertEquals(6, looks.size(), () -> "three moments of three things: " + looks);
        assertEquals(6, Set.copyOf(looks).size());
    }

    @Test
    void ofMoreThingsThanThereAreLooksTheFirstAreLookedAt() {
        publish(
                "film",
                "Things.mp4",
                "0 1 A red car drives up the road",
                "2 3 A white boat crosses the bay",
                "4 5 A brown dog sleeps",
                "6 7 A woman plays the violin",
                "8 9 A black cat watches from a window",
                "10 11 A man reads a newspaper",
                "12 13 A green tree stands on a hill",
                "14 15 A yellow ball rolls");
        assertTrue(search.search(verified("\"red car\" then \"white boat\" then \"brown dog\" then \"violin\" then"
                        + " \"black cat\" then \"newspaper\" then \"green tree\" then \"yellow ball\""))
                .confident());
        assertEquals(6, looks.size(), looks::toString);
        assertEquals("film 0.0–1.0", looks.getFirst());
    }

    @Test
    void theSameThingAtTheSameTimeIsLookedAtOnce() {
        publish("film", "Road.mp4", "3 9 A red car drives up the road", "12 20 A white boat crosses the bay");
        assertTrue(search.search(verified("\"red car\" near \"white boat\" near \"red car\""))
                .confident());
        assertEquals(Set.of("film 3.0–9.0", "film 12.0–20.0"), Set.copyOf(looks));
        assertEquals(2, looks.size(), looks::toString);
    }

    @Test
    void ofManyThingsThatAreNowhereTogetherOnlySomeAreLookedForAlone() {
        publish(
                "film",
                "Things.mp4",
                "0 1 A red car drives up the road",
                "200 201 A white boat crosses the bay",
                "400 401 A brown dog sleeps",
                "600 601 A woman plays the violin",
                "800 801 A black cat watches from a window",
                "1000 1001 A yellow ball rolls");
        List<String> searches = new ArrayList<>();
        SceneSearch counted = new SceneSearch(
                told(index, searches),
                new CaptionAnalyzer(),
                new MomentSearch(told(index, searches), embedder, background),
                (video, start, end, what) -> true);
        SearchResults nothing = counted.search(new MomentRequest(
                QuerySyntax.parse("\"red car\" then \"white boat\" then \"brown dog\" then \"violin\" then"
                        + " \"black cat\" then \"yellow ball\""),
                10,
                SceneFilter.NONE,
                false,
                false));
        assertTrue(nothing.message().contains("fewer things"), nothing.message());
        assertEquals(5, searches.stream().filter("moments"::equals).count(), "the search itself and four alone");
    }

    /** The index, with a list of what it is asked. */
    private static SceneIndex told(SceneIndex index, List<String> asked) {
        return (SceneIndex) Proxy.newProxyInstance(
                SceneIndex.class.getClassLoader(), new Class<?>[] {SceneIndex.class}, (proxy, method, arguments) -> {
                    asked.add(method.getName());
                    return method.invoke(index, arguments);
                });
    }

    @Test
    void ofALongQuestionTheBeginningCounts() {
        publish("film", "Road.mp4", "3 9 A red car drives up the road");
        String question = "a red car " + "and so on 🚗".repeat(200);
        assertEquals(1, search.search(MomentRequest.of(question, 3)).moments().size());
    }

    private SearchResults search(String query) {
        return search.search(new MomentRequest(QuerySyntax.parse(query), 10, SceneFilter.NONE, false, true));
    }

    private static MomentRequest in(String video, String query) {
        return new MomentRequest(QuerySyntax.parse(query), 10, SceneFilter.NONE.in(video), false, false);
    }

    private static MomentRequest verified(String query) {
        return new MomentRequest(QuerySyntax.parse(query), 10, SceneFilter.NONE, true, false);
    }

    /** Publishes scenes given as "start end caption", one frame a second of 25. */
    private void publish(String video, String name, String... scenes) {
        List<SceneDocument> documents = new ArrayList<>();
        for (String scene : scenes) {
            String[] parts = scene.split(" ", 3);
            double start = Double.parseDouble(parts[0]);
            double end = Double.parseDouble(parts[1]);
            Scene described = new Scene(
                    video + "/" + documents.size(),
                    new IndexedVideo(video, name, "", List.of(), "", Instant.EPOCH, 100),
                    start,
                    end,
                    "event",
                    parts[2],
                    0.9,
                    Math.round(end - start),
                    Math.round((end - start) * 25));
            documents.add(new SceneDocument(described, embedder.embed(parts[2])));
        }
        index.replace(video, documents);
    }
}
