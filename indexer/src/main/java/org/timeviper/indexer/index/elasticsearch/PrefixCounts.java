package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.search.lucene.CompletionTerms;

/** Finds the most frequent terms that begin with something, in one request: each shard counts them over its first videos that have any. */
final class PrefixCounts {

    /** How many videos of a shard are counted over: enough to tell frequent from rare. */
    private static final long MOST_VIDEOS = 5_000;

    /** How many more terms each shard tells than are wanted, so that counts over all shards are right. */
    private static final int SHARD_SPARE = 20;

    /** What means something in the cluster's regular expressions. */
    private static final Pattern SPECIAL = Pattern.compile("[.?+*|{}\\[\\]()\"\\\\#@&<>~^$-]");

    private final ClusterConnection cluster;
    private final Supplier<String> alias;

    PrefixCounts(ClusterConnection cluster, Supplier<String> alias) {
        this.cluster = cluster;
        this.alias = alias;
    }

    /** @return for each prefix its most frequent terms, equally frequent ones by themselves */
    List<List<IndexedTerm>> of(List<String> prefixes, int limit) {
        SearchRequest.Builder request = new SearchRequest.Builder()
                .index(alias.get())
                .allowPartialSearchResults(false)
                .size(0)
                .trackTotalHits(total -> total.enabled(false))
                .terminateAfter(MOST_VIDEOS)
                .query(any -> any.bool(bool ->
                        bool.should(prefixes.stream().map(PrefixCounts::having).toList())));
        for (int i = 0; i < prefixes.size(); i++) {
            String terms = SPECIAL.matcher(prefixes.get(i)).replaceAll("\\\\$0") + ".*";
            request.aggregations(
                    Integer.toString(i),
                    Aggregation.of(count -> count.terms(of -> of.field(CompletionTerms.FIELD)
                            .include(some -> some.regexp(terms))
                            .size(limit)
                            .shardSize(SHARD_SPARE * limit))));
        }
        SearchResponse<Void> response =
                cluster.send("complete words", client -> client.search(request.build(), Void.class));
        List<List<IndexedTerm>> found = new ArrayList<>();
        for (int i = 0; i < prefixes.size(); i++) {
            found.add(response.aggregations().get(Integer.toString(i)).sterms().buckets().array().stream()
                    .map(bucket -> new IndexedTerm(bucket.key().stringValue(), bucket.docCount()))
                    .toList());
        }
        return found;
    }

    private static Query having(String prefix) {
        return Query.of(
                any -> any.prefix(begins -> begins.field(CompletionTerms.FIELD).value(prefix)));
    }
}
