package org.timeviper.indexer.index.lucene;

import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.VideoConditions;
import org.timeviper.search.lucene.SceneSchema;

/** A filter as a Lucene query over scenes. */
final class SceneFilterQuery {

    private static final SceneSchema SCHEMA = SceneSchema.FLAT;

    private SceneFilterQuery() {}

    /** @return finds the scenes that the filter lets through; empty if it lets all through */
    static Optional<Query> of(SceneFilter filter) {
        VideoConditions videos = filter.videos();
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter.video().ifPresent(video -> must(all, KeywordField.newExactQuery(SCHEMA.video(), video)));
        oneOf(all, SCHEMA.collection(), videos.collections());
        oneOf(all, SCHEMA.language(), videos.languages());
        videos.tags().forEach(tag -> must(all, KeywordField.newExactQuery(SCHEMA.tags(), tag)));
        videos.metadataTerms().forEach(terms -> oneOf(all, SCHEMA.metadata(), terms));
        if (videos.from().isPresent() || videos.to().isPresent()) {
            long from = videos.from().map(time -> time.toEpochMilli()).orElse(Long.MIN_VALUE);
            long before = videos.to().map(time -> time.toEpochMilli()).orElse(Long.MAX_VALUE);
            must(all, LongField.newRangeQuery(SCHEMA.created(), from, Math.max(before, Long.MIN_VALUE + 1) - 1));
        }
        if (videos.minSeconds().isPresent() || videos.maxSeconds().isPresent()) {
            must(
                    all,
                    DoubleField.newRangeQuery(
                            SCHEMA.duration(),
                            videos.minSeconds().orElse(0),
                            videos.maxSeconds().orElse(Double.MAX_VALUE)));
        }
        filter.minConfidence()
                .ifPresent(least -> must(
                        all,
                        SortedNumericDocValuesField.newSlowRangeQuery(
                                SCHEMA.confidence(), NumericUtils.doubleToSortableLong(least), Long.MAX_VALUE)));
        BooleanQuery query = all.build();
        return query.clauses().isEmpty() ? Optional.empty() : Optional.of(query);
    }

    private static void must(BooleanQuery.Builder all, Query query) {
        all.add(query, Occur.FILTER);
    }

    private static void oneOf(BooleanQuery.Builder all, String field, Set<String> values) {
        if (!values.isEmpty()) {
            must(
                    all,
                    KeywordField.newSetQuery(
                            field, values.stream().map(BytesRef::new).toList()));
        }
    }
}
