package org.timeviper.search.elasticsearch;

import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;

/** The analyzer of an index whose settings ask for the type {@value #NAME}. The parameter {@code language} is optional; English is the default. */
final class CaptionAnalyzerProvider extends AbstractIndexAnalyzerProvider<CaptionAnalyzer> {

    static final String NAME = "timeviper_caption";

    private static final String LANGUAGE = "language";

    private final CaptionAnalyzer analyzer;

    /**
     * Makes the analyzer.
     *
     * @param name as the index calls it
     * @param settings of this analyzer
     * @throws IllegalArgumentException if the language is unknown
     */
    CaptionAnalyzerProvider(String name, Settings settings) {
        super(name);
        this.analyzer = captions(name, NAME, settings);
    }

    /**
     * Makes the analyzer of captions that settings ask for.
     *
     * @param name as the index calls the analyzer
     * @param type of the analyzer, for errors
     */
    static CaptionAnalyzer captions(String name, String type, Settings settings) {
        try {
            return CaptionLanguage.of(settings.get(LANGUAGE, CaptionLanguage.ENGLISH.code()))
                    .analyzer();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("analyzer [" + name + "] of type [" + type + "]: " + e.getMessage(), e);
        }
    }

    @Override
    public CaptionAnalyzer get() {
        return analyzer;
    }
}
