package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.common.settings.Settings;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.CaptionAnalyzer;

class CaptionAnalyzerProviderTest {

    @Test
    void anUnknownLanguageIsRefusedAndTheKnownOnesAreNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new CaptionAnalyzerProvider(
                                "mine",
                                Settings.builder().put("language", "tlh").build()))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "analyzer [mine] of type [timeviper_caption]: unknown language [tlh], known are [en"),
                message);
    }

    /** Each index gets its provider without settings, and closes the analyzer when it is closed itself. */
    @Test
    void anIndexThatIsClosedClosesNobodyElsesAnalyzer() throws Exception {
        Analyzer first = new CaptionAnalyzerProvider("a", Settings.EMPTY).get();
        Analyzer second = new CaptionAnalyzerProvider("b", Settings.EMPTY).get();
        assertInstanceOf(CaptionAnalyzer.class, first);
        assertNotSame(first, second);
        first.close();
        second.tokenStream("captions", "a boat").close();
        CaptionLanguage.ENGLISH.forQueries().tokenStream("captions", "a boat").close();
        assertEquals("b", new CaptionAnalyzerProvider("b", Settings.EMPTY).name());
    }
}
