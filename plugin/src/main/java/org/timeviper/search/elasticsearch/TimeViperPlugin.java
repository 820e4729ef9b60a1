package org.timeviper.search.elasticsearch;

import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.SearchPlugin;
import org.elasticsearch.xcontent.ContextParser;

/**
 * Teaches a node captions: the analyzer {@value CaptionAnalyzerProvider#NAME}, ready for use and as a type that can be configured, and the query
 * {@value CaptionQueryBuilder#NAME}.
 *
 * <p>It asks for no entitlement and reads no setting of the node.
 */
public final class TimeViperPlugin extends Plugin implements AnalysisPlugin, SearchPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
                CaptionAnalyzerProvider.NAME,
                (index, environment, name, settings) -> new CaptionAnalyzerProvider(name, settings));
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return List.of(new PreBuiltAnalyzerProviderFactory(
                CaptionAnalyzerProvider.NAME, CachingStrategy.ONE, CaptionLanguage.ENGLISH::newAnalyzer));
    }

    @Override
    public List<AggregationSpec> getAggregations() {
        return List.of(
                new AggregationSpec(MomentsAggregationBuilder.NAME, MomentsAggregationBuilder::new, (ContextParser<
                                        String, MomentsAggregationBuilder>)
                                MomentsForm::parse)
                        .addResultReader(InternalMoments::new));
    }

    @Override
    public List<QuerySpec<?>> getQueries() {
        return List.of(
                new QuerySpec<>(CaptionQueryBuilder.NAME, CaptionQueryBuilder::new, CaptionQueryBuilder::fromXContent));
    }
}
