package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PayloadAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionLengthAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

class TimelineAnalyzerTest {

    private final TimelineAnalyzer analyzer = new TimelineAnalyzer();

    @Test
    void wordsStandAtTheStartOfTheirPassageAndCarryItsLength() throws IOException {
        assertEquals(
                List.of("0 4200 empti", "0 4200 road", "4000 8000 white", "4000 8000 car", "4000 8000 drive"),
                words("0-4.2 An empty road\n4-8 A white car drives"));
    }

    @Test
    void passagesInAnyOrderAreSorted() throws IOException {
        assertEquals(List.of("0 9000 road", "4000 5000 dog", "4000 8000 car"), words("4-8 car\n4-5 dog\n0-9 road\n"));
    }

    @Test
    void aWordOfTheFirstMillisecondAndOneAfterAHundredHoursKeepTheirTimes() throws IOException {
        assertEquals(List.of("0 0 car", "360000000 360001000 dog"), words("0-0 car\n100:00:00-100:00:01 dog"));
        assertEquals(
                List.of("0 2000000000 car", "2000000000 2000000000 dog"), words("0-2000000 car\n2000000-2000000 dog"));
    }

    @Test
    void aDenialDoesNotReachIntoTheNextPassage() throws IOException {
        assertEquals(
                List.of("0 1000 man", "0 1000 !hat", "1000 2000 hat"), words("0-1 a man without a hat\n1-2 a hat"));
        assertEquals(List.of("0 1000 man", "1000 2000 hat"), words("0-1 a man without\n1-2 hat"));
    }

    @Test
    void placesInThePassageCountTheWordsThatAreLeft() throws IOException {
        assertEquals(
                List.of(0, 1, 0, 1),
                read(analyzer, "0-1 hat on the table\n1-2 a red car").stream()
                        .map(token -> token.payload.place())
                        .toList());
    }

    @Test
    void offsetsAreThoseOfTheWordsWherePassagesAreInOrder() throws IOException {
        String text = "0-1 a red car\n00:01.5 --> 00:02 \t the dog";
        assertEquals(
                List.of("red", "car", "dog"),
                read(analyzer, text).stream()
                        .map(token -> text.substring(token.start, token.end))
                        .toList());
    }

    @Test
    void anAnalyzerCanBeUsedAgainAfterAnError() throws IOException {
        assertThrows(TimelineFormatException.class, () -> words("0-1 a car\nnonsense"));
        assertEquals(List.of("0 1000 car"), words("0-1 a car"));
        try (TokenStream stopped = analyzer.tokenStream("timeline", "0-1 red car\n1-2 dog")) {
            stopped.reset();
            assertTrue(stopped.incrementToken());
        }
        assertEquals(List.of("0 1000 bus"), words("0-1 a bus"));
        assertEquals(List.of(), words(""));
        assertEquals(List.of(), words("0-1 the\n"));
    }

    @Test
    void aStreamMustBeResetAndClosed() throws IOException {
        TokenStream tokens = analyzer.tokenStream("timeline", "0-1 car");
        tokens.reset();
        assertThrows(IllegalStateException.class, () -> analyzer.tokenStream("timeline", "0-1 car"));
        assertTrue(tokens.incrementToken());
        assertFalse(tokens.incrementToken());
        assertFalse(tokens.incrementToken());
        tokens.end();
        assertEquals(7, tokens.getAttribute(OffsetAttribute.class).endOffset());
        tokens.close();
        TimelineTokenizer tokenizer = new TimelineTokenizer();
        tokenizer.setReader(new StringReader("0-1 car"));
        assertThrows(IllegalStateException.class, tokenizer::incrementToken);
        tokenizer.close();
    }

    @Test
    void usualFiltersMayStandBetweenTokenizerAndTimelineFilter() throws IOException {
        try (Analyzer plain = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                TimelineTokenizer words = new TimelineTokenizer();
                TokenStream kept = new StopFilter(new LowerCaseFilter(words), StopFilter.makeStopSet("the"));
                return new TokenStreamComponents(words, new TimelineFilter(kept));
            }
        }) {
            assertEquals(
                    List.of("1000 3000 red", "1000 3000 car", "2000 4000 dogs"),
                    read(plain, "1-3 The RED Car\n2-4 The Dogs").stream()
                            .map(Token::toString)
                            .toList());
        }
    }

    @Test
    void aFilterThatPutsInWordsOfNoPassageIsRefused() {
        try (Analyzer wrong = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                TimelineTokenizer words = new TimelineTokenizer();
                return new TokenStreamComponents(words, new TimelineFilter(new Forgetting(words)));
            }
        }) {
            String message = assertThrows(IllegalArgumentException.class, () -> read(wrong, "0-1 car"))
                    .getMessage();
            assertTrue(message.contains("\"automobile\""), message);
        }
    }

    @Test
    void aTimelineFilterWantsATimelineTokenizer() {
        assertThrows(IllegalArgumentException.class, () -> new TimelineFilter(new WhitespaceTokenizer()));
    }

    @Test
    void aDocumentHasOneTimeline() throws IOException {
        for (String first : List.of("0-1 car", "100-200 dog", "1999999-2000000 late")) {
            try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                    IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                Document document = new Document();
                document.add(new TextField("timeline", first, Field.Store.NO));
                writer.addDocument(document);
                document.add(new TextField("timeline", "3-4 dog", Field.Store.NO));
                assertThrows(IllegalArgumentException.class, () -> writer.addDocument(document), first);
            }
        }
    }

    @Test
    void payloadsAreReadAsWritten() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            PassagePayload payload = new PassagePayload(
                    random.nextInt() >>> 1 + random.nextInt(31), random.nextInt() >>> 1 + random.nextInt(31));
            assertEquals(payload, PassagePayload.decode(payload.encode(), "timeline"));
            BytesRef cut = payload.encode();
            cut.length--;
            assertThrows(IllegalArgumentException.class, () -> PassagePayload.decode(cut, "timeline"));
        }
        assertThrows(IllegalArgumentException.class, () -> PassagePayload.decode(null, "timeline"));
        assertThrows(
                IllegalArgumentException.class,
                () -> PassagePayload.decode(new BytesRef(new byte[] {-1, -1, -1, -1, -1, -1, -1, 1, 1}), "timeline"));
        assertEquals(3, new PassagePayload(5_000, 12).encode().length);
    }

    @Test
    void randomTimelinesKeepTheContractOfTokenStreams() throws IOException {
        for (int seed = 0; seed < 500; seed++) {
            List<RandomTimelines.Told> timeline = new RandomTimelines(seed).timeline();
            StringBuilder text = new StringBuilder();
            timeline.forEach(passage ->
                    text.append(passage.span().start() + "-" + passage.span().end() + " " + passage.text() + "\n"));
            int position = -1;
            int offset = 0;
            for (Token token : read(analyzer, text.toString())) {
                assertTrue(token.position >= Math.max(0, position));
                assertTrue(token.start >= offset && token.end >= token.start && token.end <= text.length());
                position = token.position;
                offset = token.start;
            }
        }
    }

    @Test
    void hostileTextOnlyEverFailsAsATimeline() throws IOException {
        Random random = new Random(7);
        String[] parts = {
            "0-1 ", "5", "-", " a car", "\n", "no", "\ud800", "\u0000", "1:00", "99999999999", "é", "!hat", "1-2 x\n"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                read(analyzer, text.toString());
            } catch (TimelineFormatException expected) {
                assertTrue(expected.line() >= 1);
            }
        }
    }

    /** Puts in a word as filters do that know no passages. */
    private static final class Forgetting extends TokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        Forgetting(TokenStream input) {
            super(input);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            clearAttributes();
            term.append("automobile");
            return true;
        }
    }

    private record Token(String term, int position, PassagePayload payload, int start, int end) {
        @Override
        public String toString() {
            return position + " " + (position + payload.lengthMillis()) + " " + term;
        }
    }

    private List<String> words(String text) throws IOException {
        return read(analyzer, text).stream().map(Token::toString).toList();
    }

    private static List<Token> read(Analyzer analyzer, String text) throws IOException {
        List<Token> read = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("timeline", text)) {
            CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.getAttribute(OffsetAttribute.class);
            PositionIncrementAttribute increment = tokens.getAttribute(PositionIncrementAttribute.class);
            PayloadAttribute payload = tokens.getAttribute(PayloadAttribute.class);
            int position = -1;
            tokens.reset();
            while (tokens.incrementToken()) {
                assertTrue(
                        read.isEmpty() ? increment.getPositionIncrement() > 0 : increment.getPositionIncrement() >= 0);
                assertEquals(
                        1, tokens.getAttribute(PositionLengthAttribute.class).getPositionLength());
                position += increment.getPositionIncrement();
                read.add(new Token(
                        term.toString(),
                        position,
                        PassagePayload.decode(payload.getPayload(), "timeline"),
                        offset.startOffset(),
                        offset.endOffset()));
            }
            tokens.end();
            assertEquals(text.length(), offset.endOffset());
        }
        return read;
    }
}
