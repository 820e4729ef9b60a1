package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.search.ScoreMode;
import org.elasticsearch.search.aggregations.AggregationExecutionContext;
import org.elasticsearch.search.aggregations.Aggregator;
import org.elasticsearch.search.aggregations.InternalAggregation;
import org.elasticsearch.search.aggregations.LeafBucketCollector;
import org.elasticsearch.search.aggregations.metrics.MetricsAggregator;
import org.elasticsearch.search.aggregations.support.AggregationContext;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.Findings;

/** Searches one shard for moments. It looks at no document that the request's query finds, and searches by itself once that query is through. */
final class MomentsAggregator extends MetricsAggregator {

    private final MomentsRequest request;
    private final ShardScenes scenes;
    private Findings findings = Findings.NONE;

    MomentsAggregator(
            String name,
            AggregationContext context,
            Aggregator parent,
            Map<String, Object> metadata,
            MomentsRequest request,
            ShardScenes scenes)
            throws IOException {
        super(name, context, parent, metadata);
        this.request = request;
        this.scenes = scenes;
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    @Override
    protected LeafBucketCollector getLeafCollector(AggregationExecutionContext leaf, LeafBucketCollector inner) {
        return LeafBucketCollector.NO_OP_COLLECTOR;
    }

    /** Timeouts and cancellation are armed here. */
    @Override
    protected void doPostCollection() throws IOException {
        CaptionAnalyzer analyzer = CaptionAnalyzers.shared(request.language());
        findings = request.search(scenes.searcher(searcher(), analyzer), analyzer);
    }

    @Override
    public InternalAggregation buildAggregation(long bucket) {
        return InternalMoments.found(name, request, findings, metadata());
    }

    @Override
    public InternalAggregation buildEmptyAggregation() {
        return InternalMoments.found(name, request, Findings.NONE, metadata());
    }
}
