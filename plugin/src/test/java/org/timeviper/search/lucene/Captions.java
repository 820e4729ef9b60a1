package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;

/** Reads and searches captions for the tests of their analysis. */
final class Captions {

    record Token(String term, int position, int start, int end) {}

    private Captions() {}

    static List<String> terms(String text, CaptionAnalyzer analyzer) {
        return read(text, analyzer).stream().map(Token::term).toList();
    }

    static List<Token> read(String text, CaptionAnalyzer analyzer) {
        List<Token> read = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("caption", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute increment = tokens.addAttribute(PositionIncrementAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            int position = -1;
            tokens.reset();
            while (tokens.incrementToken()) {
                position += increment.getPositionIncrement();
                read.add(new Token(term.toString(), position, offset.startOffset(), offset.endOffset()));
            }
            tokens.end();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return read;
    }

    /** @return the captions that a query finds, best first */
    static List<String> found(String query, List<String> captions, CaptionAnalyzer analyzer) throws IOException {
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (String caption : captions) {
                    Document document = new Document();
                    document.add(new TextField("caption", caption, Field.Store.NO));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                List<String> found = new ArrayList<>();
                IndexSearcher searcher = new IndexSearcher(reader);
                for (ScoreDoc hit :
                        searcher.search(CaptionQuery.parse(query, analyzer).toQuery("caption"), 10).scoreDocs) {
                    found.add(captions.get(hit.doc));
                }
                return found;
            }
        }
    }
}
