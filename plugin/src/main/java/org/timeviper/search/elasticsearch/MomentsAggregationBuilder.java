package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.elasticsearch.TransportVersion;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.query.QueryRewriteContext;
import org.elasticsearch.search.aggregations.AbstractAggregationBuilder;
import org.elasticsearch.search.aggregations.AggregationBuilder;
import org.elasticsearch.search.aggregations.Aggregator;
import org.elasticsearch.search.aggregations.AggregatorFactories;
import org.elasticsearch.search.aggregations.AggregatorFactory;
import org.elasticsearch.search.aggregations.CardinalityUpperBound;
import org.elasticsearch.search.aggregations.support.AggregationContext;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * The aggregation {@value #NAME}: finds moments by words and by meaning in every shard and ranks them on the node that coordinates the search.
 *
 * <p>It searches all scenes that the alias lets through, whatever the request's own query finds; {@code filter}, a query on scenes, narrows that down. The request's query
 * serves for one thing: words that score in it are weighed by how rare they are in all shards together, if the request asks for {@code dfs_query_then_fetch}. Elasticsearch
 * does not run a shard at all where it sees beforehand that the query finds nothing ({@code match_none}, a range that lies elsewhere): leave the query out or let it find
 * everything.
 */
final class MomentsAggregationBuilder extends AbstractAggregationBuilder<MomentsAggregationBuilder> {

    static final String NAME = "timeviper_moments";

    private final MomentsRequest request;
    private final QueryBuilder filter;

    /**
     * @param name the aggregation's name in the request
     * @param request what is asked for
     * @param filter scenes that may answer; null for all
     */
    MomentsAggregationBuilder(String name, MomentsRequest request, QueryBuilder filter) {
        super(name);
        this.request = Objects.requireNonNull(request, "request");
        this.filter = filter;
    }

    /** Reads what {@link #doWriteTo} wrote. */
    MomentsAggregationBuilder(StreamInput in) throws IOException {
        super(in);
        this.request = MomentsRequest.read(in);
        this.filter = in.readOptionalNamedWriteable(QueryBuilder.class);
    }

    private MomentsAggregationBuilder(
            MomentsAggregationBuilder other, AggregatorFactories.Builder inner, Map<String, Object> metadata) {
        super(other, inner, metadata);
        this.request = other.request;
        this.filter = other.filter;
    }

    @Override
    protected void doWriteTo(StreamOutput out) throws IOException {
        request.write(out);
        out.writeOptionalNamedWriteable(filter);
    }

    @Override
    protected AggregationBuilder doRewrite(QueryRewriteContext context) throws IOException {
        if (filter == null) {
            return this;
        }
        QueryBuilder rewritten = filter.rewrite(context);
        return rewritten == filter ? this : new MomentsAggregationBuilder(name, request, rewritten);
    }

    /** @throws IllegalArgumentException if there are any: moments are no buckets */
    @Override
    public MomentsAggregationBuilder subAggregations(AggregatorFactories.Builder inner) {
        if (!inner.getAggregatorFactories().isEmpty()
                || !inner.getPipelineAggregatorFactories().isEmpty()) {
            throw new IllegalArgumentException("[" + NAME + "] takes no aggregations inside it");
        }
        return super.subAggregations(inner);
    }

    @Override
    protected AggregatorFactory doBuild(
            AggregationContext context, AggregatorFactory parent, AggregatorFactories.Builder inner)
            throws IOException {
        if (parent != null) {
            throw new IllegalArgumentException(
                    "[" + NAME + "] must stand at the top of the aggregations, not in another one");
        }
        ShardScenes scenes = ShardScenes.of(context, request, filter);
        return new AggregatorFactory(name, context, null, inner, metadata) {
            @Override
            protected Aggregator createInternal(
                    Aggregator above, CardinalityUpperBound cardinality, Map<String, Object> metadata)
                    throws IOException {
                return new MomentsAggregator(name, context, above, metadata, request, scenes.letThrough(context));
            }
        };
    }

    @Override
    protected XContentBuilder internalXContent(XContentBuilder builder, Params params) throws IOException {
        return MomentsForm.write(builder, request, filter);
    }

    @Override
    protected AggregationBuilder shallowCopy(AggregatorFactories.Builder inner, Map<String, Object> metadata) {
        return new MomentsAggregationBuilder(this, inner, metadata);
    }

    @Override
    public BucketCardinality bucketCardinality() {
        return BucketCardinality.NONE;
    }

    /** One aggregator searches the whole shard; several would each do the same. */
    @Override
    public boolean supportsParallelCollection(ToLongFunction<String> fieldCardinality) {
        return false;
    }

    @Override
    public String getType() {
        return NAME;
    }

    @Override
    public TransportVersion getMinimalSupportedVersion() {
        return TransportVersion.minimumCompatible();
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof MomentsAggregationBuilder that
                && request.equals(that.request)
                && Objects.equals(filter, that.filter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), request, filter);
    }
}
