package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.RawTFSimilarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.NaiveTemporal.Place;
import org.timeviper.search.lucene.TemporalExpression.Operand;

class TemporalQueryTest {

    private static final TimelineAnalyzer ANALYZER = new TimelineAnalyzer();
    private static final Operand CAR = new Operand("a red car");
    private static final Operand MAN = new Operand("a man");
    private static final String STREET = """
            0-4 An empty street
            4-8 A red car drives up
            6-30 Music plays
            8.5-12 A man gets out, no dog with him
            40-42 A man with a hat
            50-55 A man without a hat
            """;

    @Test
    void oneThingAfterAnother() throws IOException {
        assertEquals("4.0–12.0", spans(CAR.then(MAN, 0.5), STREET));
        assertEquals("", spans(CAR.then(MAN, 0.4), STREET));
        assertEquals("", spans(MAN.then(CAR, 100), STREET));
    }

    @Test
    void oneThingWhileAnother() throws IOException {
        assertEquals("6.0–8.0", spans(CAR.whilst(new Operand("music")), STREET));
        assertEquals("", spans(CAR.whilst(MAN), STREET));
    }

    @Test
    void oneThingWithoutAnotherNear() throws IOException {
        assertEquals("40.0–42.0 50.0–55.0", spans(MAN.notNear(CAR, 5), STREET));
        assertEquals("8.5–12.0 40.0–42.0 50.0–55.0", spans(MAN.notNear(new Operand("police"), 5), STREET));
        assertEquals("", spans(MAN.notNear(CAR, 100), STREET));
    }

    @Test
    void onlyInsideASpanOfTheFilm() throws IOException {
        assertEquals("40.0–42.0", spans(MAN.within(TimeSpan.ofSeconds(40, 54)), STREET));
    }

    @Test
    void wordsOfOneOperandAreOfOnePassage() throws IOException {
        assertEquals("4.0–8.0", spans(new Operand("red car drives"), STREET));
        assertEquals("", spans(new Operand("red car music"), STREET));
        assertEquals("1.0–3.0", spans(new Operand("car dog"), "1-3 a car\n1-3 a dog\n1-4 a bus"));
        assertEquals("", spans(new Operand("car bus"), "1-3 a car\n1-3 a dog\n1-4 a bus"));
    }

    @Test
    void aManWithoutAHatIsNotAManWithAHat() throws IOException {
        assertEquals("8.5–12.0 50.0–55.0", spans(new Operand("a man without a hat"), STREET));
        assertEquals("40.0–42.0", spans(new Operand("a man with a hat"), STREET));
        assertEquals("50.0–55.0", spans(new Operand("no hat"), STREET));
        assertEquals("", spans(new Operand("a dog"), STREET));
    }

    @Test
    void anAdjectiveNarrowsWhatIsDenied() throws IOException {
        assertEquals(
                "1.0–2.0 3.0–4.0",
                spans(
                        new Operand("a road without a red car"),
                        "0-1 a road with a red car\n1-2 a road with a red bus and a blue car\n"
                                + "2-3 a road, a red old car\n3-4 a road with a red bus"));
    }

    @Test
    void aPassageIsFoundThoughItContainsAnother() throws IOException {
        assertEquals("0.0–60.0 2.0–4.0", spans(MAN, "0-60 a man at work\n2-4 a man sits"));
    }

    @Test
    void ofSequencesOnlyTheTightestAreTold() throws IOException {
        assertEquals("5.0–9.0", spans(CAR.then(MAN, 20), "0-2 a red car\n5-6 a red car\n8-9 a man\n12-13 a man"));
    }

    @Test
    void whatFollowsSoonerScoresHigher() throws IOException {
        try (IndexOf index = new IndexOf(
                List.of("0-2 a red car\n30-31 a man", "0-2 a red car\n4-5 a man", "0-2 a red car\n99-100 a man"))) {
            List<ScoreDoc> hits = index.search(CAR.then(MAN, 60));
            assertEquals(List.of(1, 0), hits.stream().map(hit -> hit.doc).toList());
        }
    }

    @Test
    void rareWordsScoreHigher() throws IOException {
        try (IndexOf index = new IndexOf(List.of("0-1 a man", "0-1 a man", "0-1 a man", "0-1 a heron"))) {
            assertTrue(index.search(new Operand("heron")).getFirst().score
                    > index.search(MAN).getFirst().score);
        }
    }

    @Test
    void statisticsOfAWholeClusterCount() throws IOException {
        try (IndexOf index = new IndexOf(List.of("0-1 a man", "0-1 a heron"))) {
            float alone = index.search(MAN).getFirst().score;
            IndexSearcher cluster = new IndexSearcher(index.reader) {
                @Override
                public TermStatistics termStatistics(Term term, int documents, long times) {
                    return new TermStatistics(term.bytes(), 900, 900);
                }

                @Override
                public CollectionStatistics collectionStatistics(String field) {
                    return new CollectionStatistics(field, 1_000, 1_000, 1_000, 1_000);
                }
            };
            assertTrue(cluster.search(index.query(MAN), 1).scoreDocs[0].score < alone / 2);
        }
    }

    @Test
    void aQueryInsideOthersIsExplainedAndCanBeExcluded() throws IOException {
        try (IndexOf index = new IndexOf(List.of("0-2 a red car\n4-5 a man", "0-2 a red car", ""))) {
            Query query = new BooleanQuery.Builder()
                    .add(new TermQuery(new Term("timeline", "car")), Occur.MUST)
                    .add(index.query(CAR.then(MAN, 60)), Occur.MUST_NOT)
                    .build();
            ScoreDoc[] hits = index.searcher.search(query, 10).scoreDocs;
            assertEquals(1, hits.length);
            assertEquals(1, hits[0].doc);
            String why =
                    index.searcher.explain(index.query(CAR.then(MAN, 60)), 0).toString();
            assertTrue(why.contains("(\"a red car\" then \"a man\" within 60.0 s)"), why);
            assertFalse(
                    index.searcher.explain(index.query(CAR.then(MAN, 60)), 2).isMatch());
        }
    }

    @Test
    void theTermsOfAQueryAreVisited() {
        Map<Occur, Set<Term>> byOccur = new HashMap<>();
        new TemporalQuery("timeline", CAR.then(MAN.notNear(new Operand("a dog"), 3), 1), ANALYZER.captions())
                .visit(new QueryVisitor() {
                    private Occur occur = Occur.MUST;

                    @Override
                    public QueryVisitor getSubVisitor(Occur occur, Query parent) {
                        this.occur = occur;
                        return this;
                    }

                    @Override
                    public void consumeTerms(Query query, Term... consumed) {
                        byOccur.computeIfAbsent(occur, o -> new HashSet<>()).addAll(List.of(consumed));
                    }
                });
        assertEquals(Set.of(term("red"), term("car"), term("man")), byOccur.get(Occur.MUST));
        assertEquals(Set.of(term("dog")), byOccur.get(Occur.MUST_NOT));
    }

    @Test
    void equalQueriesAreEqual() {
        TemporalQuery query = query("timeline", CAR.then(MAN, 3));
        assertEquals(query, query("timeline", new Operand("a red car").then(new Operand("a man"), 3)));
        assertEquals(query.hashCode(), query("timeline", CAR.then(MAN, 3)).hashCode());
        assertNotEquals(query, query("timeline", CAR.then(MAN, 4)));
        assertNotEquals(query, query("timeline", CAR.near(MAN, 3)));
        assertNotEquals(query, query("subtitles", CAR.then(MAN, 3)));
        assertNotEquals(query("timeline", CAR), new TemporalQuery("timeline", CAR, new WordsOnly()));
    }

    @Test
    void badExpressionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Operand(" "));
        assertThrows(IllegalArgumentException.class, () -> new Operand("a".repeat(1_001)));
        assertThrows(IllegalArgumentException.class, () -> CAR.then(MAN, -1));
        assertThrows(IllegalArgumentException.class, () -> CAR.near(MAN, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> CAR.notNear(MAN, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> query("timeline", new Operand("the of and")));
        assertThrows(IllegalArgumentException.class, () -> {
            TemporalExpression all = CAR;
            for (int i = 0; i < 100; i++) {
                all = all.within(new TimeSpan(0, 1_000));
            }
        });
    }

    @Test
    void aFieldThatIsNoTimelineSaysSo() throws IOException {
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(new CaptionAnalyzer()))) {
                Document document = new Document();
                document.add(new TextField("timeline", "a man", Field.Store.NO));
                document.add(new StringField("tag", "man", Field.Store.NO));
                writer.addDocument(document);
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                for (String field : List.of("timeline", "tag")) {
                    String message = assertThrows(
                                    IllegalArgumentException.class, () -> searcher.search(query(field, MAN), 1))
                            .getMessage();
                    assertTrue(message.contains("'" + field + "' was not indexed as a timeline"), message);
                }
                assertEquals(0, searcher.search(query("absent", MAN), 1).scoreDocs.length);
            }
        }
    }

    @Test
    void moreMatchesThanAreBearableAreRefused() throws IOException {
        StringBuilder babble = new StringBuilder();
        for (int i = 0; i <= TemporalExpression.MAX_MATCHES; i++) {
            babble.append(i).append('-').append(i + 1).append(" man\n");
        }
        try (IndexOf index = new IndexOf(List.of(babble.toString()))) {
            String message = assertThrows(IllegalArgumentException.class, () -> index.search(MAN))
                    .getMessage();
            assertTrue(message.contains("'man' stands 200001 times"), message);
        }
    }

    @Test
    void randomQueriesHoldWhereTheirDefinitionsSay() throws IOException {
        int hits = 0;
        for (int seed = 0; seed < 250; seed++) {
            RandomTimelines draw = new RandomTimelines(seed);
            List<List<RandomTimelines.Told>> timelines = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                timelines.add(draw.timeline());
            }
            Random random = new Random(seed);
            try (IndexOf index = new IndexOf(timelines, random)) {
                for (int q = 0; q < 12; q++) {
                    hits += compare(index, timelines, draw.expression(q % 4), seed);
                }
            }
        }
        assertTrue(hits > 3_000, "only " + hits + " hits: the random queries test too little");
    }

    /** Compares one query with the oracle on all documents of an index: hits, spans, scores and explanations. */
    private static int compare(
            IndexOf index, List<List<RandomTimelines.Told>> timelines, TemporalExpression expression, long seed)
            throws IOException {
        TemporalQuery query = index.query(expression);
        index.searcher.setSimilarity(new RawTFSimilarity());
        String what = "seed " + seed + ": " + expression;
        Map<Integer, Set<Place>> expected = new TreeMap<>();
        for (int document : index.living.keySet()) {
            List<RandomTimelines.Told> timeline = timelines.get(index.living.get(document));
            Set<Place> places = NaiveTemporal.evaluate(expression, operand -> RandomTimelines.hits(operand, timeline));
            if (!places.isEmpty()) {
                expected.put(document, NaiveTemporal.told(expression, places));
            }
        }
        ScoreDoc[] hits = index.searcher.search(query, 100).scoreDocs;
        assertEquals(expected.keySet(), documents(hits), what);
        assertEquals(
                expected.keySet(),
                documents(index.searcher.search(
                                new IntervalQuery("timeline", new TemporalIntervals(expression, ANALYZER.captions())),
                                100)
                        .scoreDocs),
                what);
        assertEquals(expected.size(), index.searcher.count(query), what);
        TemporalSpans spans = new TemporalSpans(query);
        for (ScoreDoc hit : hits) {
            Set<Place> places = expected.get(hit.doc);
            assertEquals(
                    places.stream()
                            .map(place -> place.start() + "–" + place.end())
                            .toList(),
                    spans.at(index.reader, hit.doc).stream()
                            .map(span -> span.startMillis() + "–" + span.endMillis())
                            .toList(),
                    what);
            double frequency = places.stream()
                    .mapToDouble(place -> 10 / (10 + place.gap() / 1000.0))
                    .sum();
            assertEquals(frequency, hit.score, 1e-4 * frequency, what);
            Explanation why = index.searcher.explain(query, hit.doc);
            assertTrue(why.isMatch(), what);
            assertEquals(hit.score, why.getValue().floatValue(), what);
        }
        for (int document : index.living.keySet()) {
            if (!expected.containsKey(document)) {
                assertEquals(List.of(), spans.at(index.reader, document), what);
                assertFalse(index.searcher.explain(query, document).isMatch(), what);
            }
        }
        return hits.length;
    }

    private static Set<Integer> documents(ScoreDoc[] hits) {
        Set<Integer> documents = new TreeSet<>();
        for (ScoreDoc hit : hits) {
            documents.add(hit.doc);
        }
        return documents;
    }

    private static Term term(String text) {
        return new Term("timeline", text);
    }

    private static TemporalQuery query(String field, TemporalExpression expression) {
        return new TemporalQuery(field, expression, ANALYZER.captions());
    }

    private static String spans(TemporalExpression expression, String timeline) throws IOException {
        try (IndexOf index = new IndexOf(List.of(timeline))) {
            TemporalQuery query = index.query(expression);
            String spans = new TemporalSpans(query)
                    .at(index.reader, 0).stream()
                            .map(span -> span.start() + "–" + span.end())
                            .collect(Collectors.joining(" "));
            assertEquals(spans.isEmpty() ? 0 : 1, index.searcher.count(query));
            return spans;
        }
    }

    /** Splits into words and leaves them as they are. */
    private static final class WordsOnly extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            return new TokenStreamComponents(new StandardTokenizer());
        }
    }

    /** An index of timelines. */
    private static final class IndexOf implements AutoCloseable {
        private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
        private final DirectoryReader reader;
        private final IndexSearcher searcher;

        /** For each document that is not deleted, the number of its timeline. */
        private final Map<Integer, Integer> living = new TreeMap<>();

        IndexOf(List<String> timelines) throws IOException {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(ANALYZER))) {
                for (String timeline : timelines) {
                    writer.addDocument(document(timeline));
                }
            }
            reader = DirectoryReader.open(directory);
            searcher = new IndexSearcher(reader);
        }

        /** In several segments, with documents that are deleted and others that have no timeline. */
        IndexOf(List<List<RandomTimelines.Told>> timelines, Random random) throws IOException {
            IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setMergePolicy(NoMergePolicy.INSTANCE);
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                for (int i = 0; i < timelines.size(); i++) {
                    Document document = document(new Timeline(timelines.get(i).stream()
                                    .map(told -> new Timeline.Passage(told.span(), told.text()))
                                    .toList())
                            .format());
                    document.add(new StringField("number", Integer.toString(i), Field.Store.YES));
                    writer.addDocument(document);
                    if (random.nextInt(4) == 0) {
                        writer.addDocument(new Document());
                    }
                    if (random.nextInt(3) == 0) {
                        writer.commit();
                    }
                    if (random.nextInt(5) == 0) {
                        writer.deleteDocuments(new Term("number", Integer.toString(random.nextInt(i + 1))));
                    }
                }
            }
            reader = DirectoryReader.open(directory);
            searcher = new IndexSearcher(reader);
            for (int i = 0; i < timelines.size(); i++) {
                for (ScoreDoc hit :
                        searcher.search(new TermQuery(new Term("number", Integer.toString(i))), 1).scoreDocs) {
                    living.put(hit.doc, i);
                }
            }
        }

        private static Document document(String timeline) {
            Document document = new Document();
            document.add(new TextField("timeline", timeline, Field.Store.NO));
            return document;
        }

        TemporalQuery query(TemporalExpression expression) {
            return TemporalQueryTest.query("timeline", expression);
        }

        List<ScoreDoc> search(TemporalExpression expression) throws IOException {
            return List.of(searcher.search(query(expression), 100).scoreDocs);
        }

        @Override
        public void close() throws IOException {
            reader.close();
            directory.close();
        }
    }
}
