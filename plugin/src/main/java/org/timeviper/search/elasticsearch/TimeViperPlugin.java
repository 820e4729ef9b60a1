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
import org.elasticsearch.search.fetch.FetchSubPhase;
import org.elasticsearch.xcontent.ContextParser;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.TimelineAnalyzer;

/**
 * Teaches a node captions and timelines: the analyzers {@value CaptionAnalyzerProvider#NAME} and {@value TimelineAnalyzerProvider#NAME}, ready for English and as types
 * that can be configured, the queries {@value CaptionQueryBuilder#NAME} and {@value TimelineQueryBuilder#NAME}, and the search extension
 * {@value TimelineSpansRequest#NAME}.
 *
 * <p>It asks for no entitlement and reads no setting of the node.
 */
public final class TimeViperPlugin extends Plugin implements AnalysisPlugin, SearchPlugin {

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
                CaptionAnalyzerProvider.NAME,
                (index, environment, name, settings) -> new CaptionAnalyzerProvider(name, settings),
                TimelineAnalyzerProvider.NAME,
                (index, environment, name, settings) -> new TimelineAnalyzerProvider(name, settings));
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return List.of(
                new PreBuiltAnalyzerProviderFactory(
                        CaptionAnalyzerProvider.NAME, CachingStrategy.ONE, CaptionAnalyzer::new),
                new PreBuiltAnalyzerProviderFactory(
                        TimelineAnalyzerProvider.NAME, CachingStrategy.ONE, TimelineAnalyzer::new));
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
                new QuerySpec<>(CaptionQueryBuilder.NAME, CaptionQueryBuilder::new, CaptionQueryBuilder::fromXContent),
                new QuerySpec<>(
                        TimelineQueryBuilder.NAME, TimelineQueryBuilder::new, TimelineQueryBuilder::fromXContent));
    }

    @Override
    public List<SearchExtSpec<?>> getSearchExts() {
        return List.of(new SearchExtSpec<>(
                TimelineSpansRequest.NAME, TimelineSpansRequest::new, TimelineSpansRequest::fromXContent));
    }

    @Override
    public List<FetchSubPhase> getFetchSubPhases(FetchPhaseConstructionContext context) {
        return List.of(new TimelineSpansPhase());
    }
}
