package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;

class CaptionTermsTest {

    private static final String[] PIECES = {
        "a", "man", "without", "hat", "no", "red", "car", "not", "only", "the", "Ärger", "it's", "帽子のない男", "3.5",
        "\u00a0", "?!", "of"
    };

    @Test
    void deniedThingsKeepTheirMark() {
        assertEquals("man !red !hat walk", CaptionTerms.of("A man without a red hat walks.", new CaptionAnalyzer()));
        assertEquals("", CaptionTerms.of("of the ?!", new CaptionAnalyzer()));
    }

    /** An index that only splits at spaces must come to hold just what one that analyses captions itself holds. */
    @Property
    void splitAtSpacesTheyAreWhatTheAnalyzerGives(@ForAll @Size(max = 12) List<Integer> picks) {
        StringBuilder caption = new StringBuilder();
        picks.forEach(pick ->
                caption.append(PIECES[Math.floorMod(pick, PIECES.length)]).append(' '));
        for (CaptionLanguage language : List.of(CaptionLanguage.ENGLISH, CaptionLanguage.JAPANESE)) {
            CaptionAnalyzer analyzer = language.analyzer();
            String terms = CaptionTerms.of(caption.toString(), analyzer);
            assertEquals(read(analyzer, caption.toString()), read(new WhitespaceAnalyzer(), terms));
        }
    }

    private static List<String> read(Analyzer analyzer, String text) {
        List<String> read = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("caption", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute increment = tokens.addAttribute(PositionIncrementAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                read.add(term + "+" + increment.getPositionIncrement());
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
