package org.timeviper.search.elasticsearch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;

/** The analyzers that all queries of a node share, each made when it is first needed (the Japanese one loads a dictionary) and never closed. */
final class CaptionAnalyzers {

    private static final Map<CaptionLanguage, CaptionAnalyzer> SHARED = new ConcurrentHashMap<>();

    private CaptionAnalyzers() {}

    static CaptionAnalyzer shared(CaptionLanguage language) {
        return SHARED.computeIfAbsent(language, CaptionLanguage::analyzer);
    }
}
