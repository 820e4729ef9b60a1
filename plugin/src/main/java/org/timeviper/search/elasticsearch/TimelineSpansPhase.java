package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.elasticsearch.common.document.DocumentField;
import org.elasticsearch.index.query.ParsedQuery;
import org.elasticsearch.search.fetch.FetchContext;
import org.elasticsearch.search.fetch.FetchSubPhase;
import org.elasticsearch.search.fetch.FetchSubPhaseProcessor;
import org.elasticsearch.search.fetch.StoredFieldsSpec;
import org.timeviper.search.lucene.TemporalQuery;
import org.timeviper.search.lucene.TemporalSpans;
import org.timeviper.search.lucene.TimeSpan;

/**
 * Tells, for each hit of a search that asks for it, where in its timeline the search's temporal queries hold: in the hit's {@code fields}, under
 * {@value TimelineSpansRequest#NAME}, in seconds, the earliest first.
 *
 * <pre>{@code
 * "fields": {"timeviper_spans": [{"start": 4.0, "end": 12.0}, {"start": 30.5, "end": 41.0, "_name": "chase"}]}
 * }</pre>
 *
 * <p>Spans of a query with a {@code _name} carry it. Queries that must not match tell nothing, nor does a hit that another part of the search has found. A timeline of a
 * nested document is told by its inner hit.
 */
final class TimelineSpansPhase implements FetchSubPhase {

    /** What one hit tells, in this order. */
    private record Found(TimeSpan span, String name) implements Comparable<Found> {

        private static final Comparator<Found> ORDER =
                Comparator.comparing(Found::span).thenComparing(Found::name);

        @Override
        public int compareTo(Found other) {
            return ORDER.compare(this, other);
        }

        Map<String, Object> shown() {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("start", span.start());
            shown.put("end", span.end());
            if (!name.isEmpty()) {
                shown.put("_name", name);
            }
            return shown;
        }
    }

    @Override
    public FetchSubPhaseProcessor getProcessor(FetchContext context) {
        if (!(context.getSearchExt(TimelineSpansRequest.NAME) instanceof TimelineSpansRequest request)) {
            return null;
        }
        Map<TemporalQuery, String> queries = new LinkedHashMap<>();
        addQueries(context.parsedQuery(), queries);
        addQueries(context.parsedPostFilter(), queries);
        return queries.isEmpty() ? null : new Processor(queries, request.size());
    }

    /** Adds each temporal query with its name, or an empty one. */
    private static void addQueries(ParsedQuery parsed, Map<TemporalQuery, String> queries) {
        if (parsed == null) {
            return;
        }
        parsed.namedFilters().forEach((name, query) -> {
            if ((query instanceof BoostQuery boosted ? boosted.getQuery() : query) instanceof TemporalQuery temporal) {
                queries.put(temporal, name);
            }
        });
        temporalQueries(parsed.query()).forEach(query -> queries.putIfAbsent(query, ""));
    }

    private static Set<TemporalQuery> temporalQueries(Query query) {
        Set<TemporalQuery> found = new LinkedHashSet<>();
        query.visit(new QueryVisitor() {
            @Override
            public void consumeTerms(Query part, Term... terms) {
                if (part instanceof TemporalQuery temporal) {
                    found.add(temporal);
                }
            }
        });
        return found;
    }

    /** Works through the hits of one shard. */
    private record Processor(Map<TemporalQuery, String> queries, int size) implements FetchSubPhaseProcessor {

        @Override
        public void setNextReader(LeafReaderContext segment) {}

        @Override
        public void process(HitContext hit) throws IOException {
            List<Found> found = new ArrayList<>();
            for (Map.Entry<TemporalQuery, String> query : queries.entrySet()) {
                new TemporalSpans(query.getKey())
                        .at(hit.readerContext(), hit.docId()).stream()
                                .limit(size)
                                .forEach(span -> found.add(new Found(span, query.getValue())));
            }
            if (!found.isEmpty()) {
                List<Object> shown = found.stream()
                        .sorted()
                        .distinct()
                        .limit(size)
                        .<Object>map(Found::shown)
                        .toList();
                hit.hit().setDocumentField(new DocumentField(TimelineSpansRequest.NAME, shown));
            }
        }

        @Override
        public StoredFieldsSpec storedFieldsSpec() {
            return StoredFieldsSpec.NO_REQUIREMENTS;
        }
    }
}
