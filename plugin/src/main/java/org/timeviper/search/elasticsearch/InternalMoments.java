package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.io.stream.StreamOutput;
import org.elasticsearch.search.aggregations.AggregationReduceContext;
import org.elasticsearch.search.aggregations.AggregatorReducer;
import org.elasticsearch.search.aggregations.InternalAggregation;
import org.elasticsearch.xcontent.XContentBuilder;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;

/** The result of {@value MomentsAggregationBuilder#NAME}: what shards have found until the last reduction, and moments from there on; where rankings are wanted, what shards have found to the end. */
final class InternalMoments extends InternalAggregation {

    private final MomentsRequest request;
    private final Findings findings;
    private final List<FoundMoment<SceneHit>> moments;

    private InternalMoments(
            String name,
            MomentsRequest request,
            Findings findings,
            List<FoundMoment<SceneHit>> moments,
            Map<String, Object> metadata) {
        super(name, metadata);
        this.request = request;
        this.findings = findings;
        this.moments = List.copyOf(moments);
    }

    /** What one or more shards have found. */
    static InternalMoments found(String name, MomentsRequest request, Findings findings, Map<String, Object> metadata) {
        return new InternalMoments(name, request, findings, List.of(), metadata);
    }

    /** Reads what {@link #doWriteTo} wrote. */
    InternalMoments(StreamInput in) throws IOException {
        super(in);
        this.request = MomentsRequest.read(in);
        this.findings = FindingsStream.readFindings(in);
        this.moments = FindingsStream.readMoments(in);
    }

    @Override
    protected void doWriteTo(StreamOutput out) throws IOException {
        request.write(out);
        FindingsStream.write(out, findings);
        FindingsStream.write(out, moments);
    }

    @Override
    public String getWriteableName() {
        return MomentsAggregationBuilder.NAME;
    }

    /** Shards' findings are merged as they come in, so no more than two are held at a time. */
    @Override
    protected AggregatorReducer getLeaderReducer(AggregationReduceContext context, int size) {
        return new AggregatorReducer() {
            private Findings merged = Findings.NONE;

            @Override
            public void accept(InternalAggregation aggregation) {
                merged = merged.merge(
                        ((InternalMoments) aggregation).findings,
                        request.ranking().depth());
            }

            @Override
            public InternalAggregation get() {
                return context.isFinalReduce() && request.unfused().isEmpty()
                        ? new InternalMoments(name, request, Findings.NONE, ranked(merged), metadata)
                        : found(name, request, merged, metadata);
            }
        };
    }

    private List<FoundMoment<SceneHit>> ranked(Findings all) {
        return request.ranking().moments(all, request.sought(), CaptionAnalyzers.shared(request.language())).stream()
                .limit(request.size())
                .toList();
    }

    /** Moments are ranked in the last reduction, even if there is only one shard. */
    @Override
    protected boolean mustReduceOnSingleInternalAgg() {
        return true;
    }

    @Override
    public Object getProperty(List<String> path) {
        if (path.isEmpty()) {
            return this;
        }
        throw new IllegalArgumentException("[" + name + "] has no values that other aggregations can use");
    }

    @Override
    public XContentBuilder doXContentBody(XContentBuilder builder, Params params) throws IOException {
        return request.unfused().isEmpty()
                ? MomentsForm.write(builder, moments)
                : MomentsForm.write(builder, findings.candidates(), request.unfused());
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof InternalMoments that
                && request.equals(that.request)
                && findings.equals(that.findings)
                && moments.equals(that.moments);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), request, findings, moments);
    }
}
