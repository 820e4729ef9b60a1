package org.timeviper.search.elasticsearch;

import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.timeviper.search.lucene.TimelineAnalyzer;

/**
 * The analyzer of an index whose settings ask for the type {@value #NAME}: for a text field whose value is a {@link org.timeviper.search.lucene.Timeline}, one a
 * document. The parameter {@code language} is optional; English is the default.
 *
 * <p>With {@link CaptionAnalyzerProvider} of the same language as the field's {@code search_analyzer}, Elasticsearch's own {@code match} finds words in it too; phrases
 * do not work, because positions are times. A document that holds no timeline, or more than one, is refused, and the one that it was to replace stays.
 */
final class TimelineAnalyzerProvider extends AbstractIndexAnalyzerProvider<TimelineAnalyzer> {

    static final String NAME = "timeviper_timeline";

    private final TimelineAnalyzer analyzer;

    /**
     * Makes the analyzer.
     *
     * @param name as the index calls it
     * @param settings of this analyzer
     * @throws IllegalArgumentException if the language is unknown
     */
    TimelineAnalyzerProvider(String name, Settings settings) {
        super(name);
        this.analyzer = new TimelineAnalyzer(CaptionAnalyzerProvider.captions(name, NAME, settings));
    }

    @Override
    public TimelineAnalyzer get() {
        return analyzer;
    }
}
