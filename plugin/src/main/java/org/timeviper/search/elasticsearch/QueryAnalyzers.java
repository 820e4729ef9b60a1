package org.timeviper.search.elasticsearch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;

/** The analyzers that all queries share, one a language: made when a language is first asked for, never to be closed. */
final class QueryAnalyzers {

    private static final Map<CaptionLanguage, CaptionAnalyzer> BY_LANGUAGE = new ConcurrentHashMap<>();

    private QueryAnalyzers() {}

    static CaptionAnalyzer of(CaptionLanguage language) {
        return BY_LANGUAGE.computeIfAbsent(language, CaptionLanguage::analyzer);
    }
}
