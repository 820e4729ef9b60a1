package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.MsearchRequest;
import co.elastic.clients.elasticsearch.core.MsearchResponse;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.search.lucene.CompletionTerms;

/**
 * Finds the most frequent terms that begin with something, in one request: for each prefix a search by itself, in which each shard counts them over its first videos that have
 * any. Together, the videos with frequent words would leave no room for one with a rare tag.
 */
final class PrefixCounts {

    /** How many videos of a shard are counted over: enough to tell frequent from rare. */
    static final long MOST_VIDEOS = 5_000;

    /** How many more terms each shard tells than are wanted, so that counts over all shards are right. */
    private static final int SHARD_SPARE = 20;

    /** What means something in the cluster's regular expressions. */
    private static final Pattern SPECIAL = Pattern.compile("[.?+*|{}\\[\\]()\"\\\\#@&<>~^$-]");

    private static final String TERMS = "terms";
    private static final String PURPOSE = "complete words";

    private final ClusterConnection cluster;
    private final Supplier<String> alias;
    private final long mostVideos;

    /** @param mostVideos how many videos of a shard are counted over */
    PrefixCounts(ClusterConnection cluster, Supplier<String> alias, long mostVideos) {
        this.cluster = cluster;
        this.alias = alias;
        this.mostVideos = mostVideos;
    }

    /** @return for each prefix its most frequent terms, equally frequent ones by themselves */
    List<List<IndexedTerm>> of(List<String> prefixes, int limit) {
        MsearchRequest request = MsearchRequest.of(all -> all.index(alias.get())
                .searches(
                        prefixes.stream().map(prefix -> counting(prefix, limit)).toList()));
        MsearchResponse<Void> response = cluster.send(PURPOSE, client -> client.msearch(request, Void.class));
        return response.responses().stream().map(this::terms).toList();
    }

    private RequestItem counting(String prefix, int limit) {
        String terms = SPECIAL.matcher(prefix).replaceAll("\\\\$0") + ".*";
        return RequestItem.of(
                item -> item.header(how -> how.allowPartialSearchResults(false)).body(search -> search.size(0)
                        .trackTotalHits(total -> total.enabled(false))
                        .terminateAfter(mostVideos)
                        .query(having(prefix))
                        .aggregations(
                                TERMS,
                                Aggregation.of(count -> count.terms(of -> of.field(CompletionTerms.FIELD)
                                        .include(some -> some.regexp(terms))
                                        .size(limit)
                                        .shardSize(SHARD_SPARE * limit))))));
    }

    private List<IndexedTerm> terms(MultiSearchResponseItem<Void> item) {
        if (item.isFailure()) {
            throw cluster.refused(PURPOSE, item.failure());
        }
        return item.result().aggregations().get(TERMS).sterms().buckets().array().stream()
                .map(bucket -> new IndexedTerm(bucket.key().stringValue(), bucket.docCount()))
                .toList();
    }

    private static Query having(String prefix) {
        return Query.of(
                any -> any.prefix(begins -> begins.field(CompletionTerms.FIELD).value(prefix)));
    }
}
