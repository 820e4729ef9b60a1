package org.timeviper.search.elasticsearch;

import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;

/** The analyzer of an index whose settings ask for the type {@value #NAME}. The parameter {@code language} is optional; English is the default. */
final class CaptionAnalyzerProvider extends AbstractIndexAnalyzerProvider<Analyzer> {

    static final String NAME = "timeviper_caption";

    private static final String LANGUAGE = "language";

    private final Analyzer analyzer;

    /**
     * Makes the analyzer.
     *
     * @param name as the index calls it
     * @param settings of this analyzer
     * @throws IllegalArgumentException if the language is unknown
     */
    CaptionAnalyzerProvider(String name, Settings settings) {
        super(name);
        try {
            this.analyzer = CaptionLanguage.of(settings.get(LANGUAGE, CaptionLanguage.ENGLISH.code()))
                    .newAnalyzer();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("analyzer [" + name + "] of type [" + NAME + "]: " + e.getMessage(), e);
        }
    }

    @Override
    public Analyzer get() {
        return analyzer;
    }
}
