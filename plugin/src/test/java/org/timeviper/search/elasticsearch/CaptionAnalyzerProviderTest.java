package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.common.settings.Settings;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.CaptionLanguage;

class CaptionAnalyzerProviderTest {

    @Test
    void anUnknownLanguageIsRefusedAndTheKnownOnesAreNamed() {
        Settings klingon = Settings.builder().put("language", "tlh").build();
        String caption = assertThrows(
                        IllegalArgumentException.class, () -> new CaptionAnalyzerProvider("mine", klingon))
                .getMessage();
        String refusal = ": No analysis of captions for the language \"tlh\". Name one of: en (English)";
        assertTrue(caption.startsWith("analyzer [mine] of type [timeviper_caption]" + refusal), caption);
        String timeline = assertThrows(
                        IllegalArgumentException.class, () -> new TimelineAnalyzerProvider("mine", klingon))
                .getMessage();
        assertTrue(timeline.startsWith("analyzer [mine] of type [timeviper_timeline]" + refusal), timeline);
    }

    @Test
    void englishIsTheDefault() {
        assertEquals(
                CaptionLanguage.ENGLISH,
                new CaptionAnalyzerProvider("mine", Settings.EMPTY).get().language());
        assertEquals(
                CaptionLanguage.JAPANESE,
                new CaptionAnalyzerProvider(
                                "mine", Settings.builder().put("language", "ja").build())
                        .get()
                        .language());
    }

    /** Each index gets its provider without settings, and closes the analyzer when it is closed itself. */
    @Test
    void anIndexThatIsClosedClosesNobodyElsesAnalyzer() throws Exception {
        Analyzer first = new CaptionAnalyzerProvider("a", Settings.EMPTY).get();
        Analyzer second = new CaptionAnalyzerProvider("b", Settings.EMPTY).get();
        assertNotSame(first, second);
        first.close();
        second.tokenStream("captions", "a boat").close();
        CaptionAnalyzers.shared(CaptionLanguage.ENGLISH)
                .tokenStream("captions", "a boat")
                .close();
        assertEquals("b", new CaptionAnalyzerProvider("b", Settings.EMPTY).name());
    }
}
