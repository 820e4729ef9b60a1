package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

class CaptionQueryTest {

    private static final CaptionAnalyzer ANALYZER = new CaptionAnalyzer();

    @Test
    void aManWithoutAHatIsNotAManWithAHat() throws IOException {
        List<String> captions = List.of("a man with a hat walks", "a man without a hat walks", "a man walks a dog");
        assertEquals(List.of("a man with a hat walks", "a man walks a dog"), found("a man with a hat", captions));
        assertEquals(List.of("a man without a hat walks", "a man walks a dog"), found("man without a hat", captions));
    }

    @Test
    void aDenialAloneFindsWhatDeniesTheSame() throws IOException {
        assertEquals(
                List.of("an empty street with no people"),
                found("no people", List.of("people cross a street", "an empty street with no people", "a car")));
    }

    @Test
    void anAdjectiveNarrowsWhatIsDenied() throws IOException {
        List<String> captions = List.of("a road with a red car", "a road with a blue car", "a road with no blue bus");
        assertEquals(
                List.of("a road with a blue car", "a road with no blue bus"),
                found("road without a red car", captions));
        assertTrue(found("blue car", captions).contains("a road with a blue car"));
    }

    @Test
    void wordsThatStandTogetherCountMore() throws IOException {
        assertEquals(
                "a red circle and a blue square",
                found("red circle", List.of("a red square and a blue circle", "a red circle and a blue square"))
                        .getFirst());
    }

    @Test
    void oneWordFindsItsInflections() throws IOException {
        assertEquals(List.of("two cars pass"), found("car", List.of("two cars pass", "a cat sleeps")));
        assertEquals(List.of("a cat sleeps"), found("sleeping", List.of("two cars pass", "a cat sleeps")));
    }

    @Test
    void aRareWordWeighsMoreInTheCoverage() throws IOException {
        List<String> captions = List.of("a red car", "a red bus", "a red bird", "a heron");
        try (IndexOf index = new IndexOf(captions)) {
            CaptionQuery query = CaptionQuery.parse("a red heron", ANALYZER);
            WordRarity rarity = WordRarity.in(index.searcher, query, "caption");
            CaptionMatches matches = new CaptionMatches(query, rarity, ANALYZER);
            assertEquals(List.of("red"), matches.in(captions.get(0)).words());
            assertEquals(List.of("heron"), matches.in(captions.get(3)).words());
            double red = Math.log1p((4 - 3 + 0.5) / (3 + 0.5));
            double heron = Math.log1p((4 - 1 + 0.5) / (1 + 0.5));
            assertEquals(red / (red + heron), matches.in(captions.get(0)).coverage(), 1e-12);
            assertEquals(heron / (red + heron), matches.in(captions.get(3)).coverage(), 1e-12);
            assertEquals(heron / (red + heron), matches.in(captions.get(0)).absence(), 1e-12);
            assertEquals(List.of(), matches.in("not red at all").words());
        }
    }

    @Test
    void aWordThatNoCaptionHoldsIsNotHeldAgainstOne() throws IOException {
        List<String> captions = List.of("a red car", "a bus");
        try (IndexOf index = new IndexOf(captions)) {
            CaptionQuery query = CaptionQuery.parse("a red automobile", ANALYZER);
            WordRarity rarity = WordRarity.in(index.searcher, query, "caption");
            assertEquals(
                    0,
                    new CaptionMatches(query, rarity, ANALYZER)
                            .in(captions.get(0))
                            .absence());
            assertEquals(new WordRarity(2, Map.of("red", 1L)), rarity);
        }
    }

    @Test
    void aNameOrNumberThatNoCaptionHoldsIsHeldAgainstEachOfThem() {
        for (String query : List.of("Yamaguchi", "the Borealis", "car 27", "a man in Kyoto")) {
            assertTrue(absence(query) > 0, query);
        }
        for (String query : List.of("automobile", "Automobile parked", "AUTOMOBILE", "  Automobile parked")) {
            assertEquals(0, absence(query), query);
        }
    }

    /** What a caption that holds none of a query's words lacks in a library that holds none of them either. */
    private static double absence(String query) {
        CaptionQuery parsed = CaptionQuery.parse(query, ANALYZER);
        return new CaptionMatches(parsed, new WordRarity(10, Map.of()), ANALYZER)
                .in("Yamada speaks")
                .absence();
    }

    @Test
    void germanNounsAreNoNames() {
        CaptionAnalyzer german = CaptionLanguage.GERMAN.analyzer();
        CaptionQuery query = CaptionQuery.parse("ein rotes Auto", german);
        assertEquals(
                0,
                new CaptionMatches(query, new WordRarity(10, Map.of()), german)
                        .in("Haus")
                        .absence());
    }

    @Test
    void aQueryOfCommonWordsSaysSo() {
        assertTrue(CaptionQuery.parse("the of and with a", ANALYZER).onlyCommonWords());
        assertTrue(CaptionQuery.parse("  ?!… ", ANALYZER).onlyCommonWords());
        assertFalse(CaptionQuery.parse("the left", ANALYZER).onlyCommonWords());
        assertFalse(CaptionQuery.parse("no people", ANALYZER).onlyCommonWords());
    }

    @Test
    void aPastedPageStaysCheap() throws IOException {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            page.append(i % 3 == 0 ? "no red " : "word").append(i).append(' ');
        }
        CaptionQuery query = CaptionQuery.parse(page.toString(), ANALYZER);
        assertTrue(query.wanted().size() + query.denied().size() <= CaptionQuery.MAX_WORDS);
        assertEquals(List.of(), found(page.toString(), List.of("a red car")));
    }

    private static List<String> found(String query, List<String> captions) throws IOException {
        try (IndexOf index = new IndexOf(captions)) {
            List<String> found = new ArrayList<>();
            for (ScoreDoc hit :
                    index.searcher.search(CaptionQuery.parse(query, ANALYZER).toQuery("caption"), 10).scoreDocs) {
                found.add(captions.get(hit.doc));
            }
            return found;
        }
    }

    /** An index of captions, one document each, in order. */
    private static final class IndexOf implements AutoCloseable {
        private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
        private final DirectoryReader reader;
        private final IndexSearcher searcher;

        IndexOf(List<String> captions) throws IOException {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER))) {
                for (String caption : captions) {
                    Document document = new Document();
                    document.add(new TextField("caption", caption, Field.Store.NO));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            reader = DirectoryReader.open(directory);
            searcher = new IndexSearcher(reader);
        }

        @Override
        public void close() throws IOException {
            reader.close();
            directory.close();
        }
    }
}
