package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.indices.stats.IndicesStats;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.timeviper.indexer.index.Facets;
import org.timeviper.indexer.index.IndexHealth;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.IndexedTerm;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionLanguage;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;

/**
 * The index on an Elasticsearch cluster, shared by all processes of the archive. It may be opened while the cluster cannot be reached: whatever then needs it fails with
 * a clear word, in bounded time, until it can.
 *
 * <p>A video is one document with its scenes nested in it, so every change is visible as a whole on any copy of its shard.
 */
public final class ElasticsearchSceneIndex implements SceneIndex {

    private static final int MOST_VIDEOS_AT_ONCE = 10_000;
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long MERGES_LOOKED_AT_NANOS = Duration.ofMillis(500).toNanos();
    private static final String SCENE_COUNT = "scene_count";

    /** Lets a merge take segments too of which only little is deleted. */
    private static final String EXPUNGE_ALL = "{\"index.merge.policy.expunge_deletes_allowed\": 0}";

    private static final List<String> FACETS = List.of("collection", "tags", "language");

    private final ClusterConnection cluster;
    private final IndexDefinition definition;
    private final VideoWriter writer;
    private final Homes homes;
    private final PlainSearch plain;
    private final PluginSearch plugin;
    private final FilmOrder pages;
    private final PrefixCounts prefixes;
    private final CaptionAnalyzer analyzer;
    private final AtomicReference<Looked> looked = new AtomicReference<>();

    /**
     * The index that was found when it was last looked for.
     *
     * @param nanos when that was
     */
    private record Looked(Homes.Home home, long nanos) {}

    private ElasticsearchSceneIndex(
            ElasticsearchSettings settings, CaptionLanguage language, String embedding, int dimensions) {
        this.analyzer = language.analyzer();
        this.cluster = new ClusterConnection(settings);
        this.definition = IndexDefinition.of(settings, language, embedding, dimensions);
        this.homes = new Homes(cluster, definition, settings.index());
        this.writer = new VideoWriter(cluster, analyzer, dimensions);
        this.plain = new PlainSearch(cluster, this::alias, analyzer);
        this.plugin = new PluginSearch(cluster, this::alias, analyzer);
        this.pages = new FilmOrder(cluster);
        this.prefixes = new PrefixCounts(cluster, this::alias, PrefixCounts.MOST_VIDEOS);
    }

    /**
     * Opens the index. The cluster is looked for when it is first needed.
     *
     * @param language of captions and queries
     * @param embedding the name of the sentence embedding model
     * @param dimensions length of its vectors
     * @throws IllegalArgumentException if the settings cannot be used
     */
    public static ElasticsearchSceneIndex open(
            ElasticsearchSettings settings, CaptionLanguage language, String embedding, int dimensions) {
        return new ElasticsearchSceneIndex(settings, language, embedding, dimensions);
    }

    /**
     * The index that serves; looked for in the cluster if that has not been done. Many threads may look at the same time, so that none waits for another one's wait for a
     * cluster that does not answer.
     */
    private Homes.Home home() {
        Looked known = looked.get();
        return known == null ? found(null, homes.find()) : known.home();
    }

    /** The same, looked after in the cluster. */
    private Homes.Home homeNow() {
        Looked known = looked.get();
        return found(known, known == null ? homes.find() : homes.lookAgain(known.home()));
    }

    /** What another thread has found meanwhile is newer. */
    private Homes.Home found(Looked before, Homes.Home home) {
        looked.compareAndSet(before, new Looked(home, System.nanoTime()));
        return looked.get().home();
    }

    private void moved(Homes.Home home) {
        looked.set(new Looked(home, System.nanoTime()));
    }

    private String alias() {
        return home().alias();
    }

    /** Does something with the index; if the index goes from under it, it is looked for and tried once more. */
    private <T> T using(Supplier<T> work) {
        try {
            return work.get();
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) != 404) {
                throw e;
            }
            homeNow();
            return work.get();
        }
    }

    /**
     * Whoever rewrites the index reads the library, which says nothing of a change before it is in the index. So a change is written until it is in every index that is there
     * behind it: one that was begun, or took the place of the one that was written, in the meantime may not have it.
     */
    @Override
    public void replace(String videoId, List<SceneDocument> scenes) {
        writer.check(videoId, scenes);
        using(() -> {
            Set<String> written = new HashSet<>(writer.replace(alias(), videoId, scenes, Refresh.True));
            for (Map<String, String> others = homes.besides(written);
                    !others.isEmpty();
                    others = homes.besides(written)) {
                others.values().forEach(other -> writer.replace(other, videoId, scenes, refresh(other)));
                written.addAll(others.keySet());
            }
            return videoId;
        });
    }

    /** A search sees at once what is written to the index that serves; of one that is being written that would only be work. */
    private Refresh refresh(String alias) {
        return alias.equals(homes.alias()) ? Refresh.True : Refresh.False;
    }

    @Override
    public void delete(String videoId) {
        replace(videoId, List.of());
    }

    /**
     * A merge leaves what was deleted since the last flush, and what a copy of the shard that is behind may still ask for, which the cluster looks after every half minute. So
     * it is flushed before, and looked after the merge whether anything is left. A merge that takes longer than an answer may goes on in the cluster; the next time finds it done.
     */
    @Override
    public void purge() {
        using(() -> {
            String alias = alias();
            List<String> all = Stream.concat(Stream.of(alias), homes.besides(Set.of()).values().stream())
                    .distinct()
                    .toList();
            cluster.send("let it merge whatever holds something deleted", client -> client.indices()
                    .putSettings(settings ->
                            settings.index(all).settings(merging -> merging.withJson(new StringReader(EXPUNGE_ALL)))));
            cluster.send("put what is deleted on the disk", client -> client.indices()
                    .flush(flush -> flush.index(all).force(true).waitIfOngoing(true)));
            cluster.send("take what is deleted off the disk", client -> client.indices()
                    .forcemerge(merge -> merge.index(all).onlyExpungeDeletes(true)));
            long left = deleted(all);
            if (left > 0) {
                throw new IndexUnavailable(
                        cluster.home() + " still keeps " + left
                                + " deleted documents, for copies that are behind or merges that are under way.",
                        null);
            }
            return alias;
        });
    }

    /** How many documents, those of scenes included, are deleted and still there, on any copy of a shard. */
    private long deleted(List<String> indices) {
        IndicesStats all = cluster.send(
                        "tell what it keeps", client -> client.indices().stats(stats -> stats.index(indices)))
                .all();
        return all.total().docs().deleted() == null ? 0 : all.total().docs().deleted();
    }

    @Override
    public long size() {
        return using(() -> Math.round(search(request()
                        .aggregations("scenes", Aggregation.of(sum -> sum.sum(of -> of.field(SCENE_COUNT))))
                        .build())
                .aggregations()
                .get("scenes")
                .sum()
                .value()));
    }

    @Override
    public Map<String, Long> scenesByVideo() {
        return using(() -> {
            Map<String, Long> counts = new TreeMap<>();
            Optional<String> last = Optional.empty();
            do {
                List<Hit<Void>> videos = videosAfter(last);
                videos.forEach(video -> counts.put(first(video, "video"), Long.parseLong(first(video, SCENE_COUNT))));
                last = videos.size() < MOST_VIDEOS_AT_ONCE
                        ? Optional.empty()
                        : Optional.of(first(videos.getLast(), "video"));
            } while (last.isPresent());
            return counts;
        });
    }

    private List<Hit<Void>> videosAfter(Optional<String> last) {
        SearchRequest.Builder request = request()
                .size(MOST_VIDEOS_AT_ONCE)
                .source(source -> source.fetch(false))
                .docvalueFields(field -> field.field("video"))
                .docvalueFields(field -> field.field(SCENE_COUNT))
                .sort(sort -> sort.field(by -> by.field("video").order(SortOrder.Asc)));
        last.ifPresent(video -> request.searchAfter(FieldValue.of(video)));
        return search(request.build()).hits().hits();
    }

    private static String first(Hit<Void> video, String field) {
        JsonArray values = video.fields().get(field).toJson().asJsonArray();
        return values.getFirst() instanceof JsonString text
                ? text.getString()
                : values.getFirst().toString();
    }

    @Override
    public List<ScoredScene> words(SceneQuery query, int limit) {
        checkLength(query.vector());
        return using(() -> plugin.ranking("words", query, limit)
                .orElseGet(() -> plain.words(parse(query.text()), query.vector(), query.filter(), limit)));
    }

    @Override
    public List<ScoredScene> meaning(SceneQuery query, int limit) {
        checkLength(query.vector());
        return using(() -> plugin.ranking("meaning", query, limit)
                .orElseGet(() -> plain.meaning(parse(query.text()), query.vector(), query.filter(), limit)));
    }

    @Override
    public List<FoundMoment<SceneHit>> moments(MomentQuery query) {
        query.sought().scenes().values().forEach(scene -> checkLength(scene.vector()));
        return using(() -> {
            Optional<List<FoundMoment<SceneHit>>> found = plugin.moments(query);
            return found.orElseGet(() -> plainMoments(query));
        });
    }

    private List<FoundMoment<SceneHit>> plainMoments(MomentQuery query) {
        try {
            Findings findings = Findings.in(
                    (scene, depth) -> plain.candidates(scene, query.filter(), depth),
                    query.sought(),
                    query.ranking(),
                    analyzer);
            return query.ranking().moments(findings, query.sought(), analyzer);
        } catch (IOException e) {
            throw new UncheckedIOException("The cluster's answers cannot be put together", e);
        }
    }

    private CaptionQuery parse(String text) {
        return CaptionQuery.parse(text, analyzer);
    }

    private void checkLength(float[] vector) {
        if (vector.length != definition.dimensions()) {
            throw new IllegalArgumentException("The query's vector has " + vector.length + " numbers, the index "
                    + definition.dimensions() + ": it comes from another embedding model.");
        }
    }

    @Override
    public Facets facets(String text, SceneFilter filter) {
        SearchRequest.Builder request = request()
                .trackTotalHits(total -> total.enabled(true))
                .query(any -> any.nested(nested -> nested.path(SceneDsl.PATH).query(scenes(text, filter))));
        for (String facet : FACETS) {
            request.aggregations(
                    facet,
                    Aggregation.of(values -> values.terms(
                            terms -> terms.field(facet).size(Facets.MOST_VALUES).shardSize(20 * Facets.MOST_VALUES))));
        }
        return using(() -> {
            SearchResponse<Void> response = search(request.build());
            return new Facets(
                    response.hits().total().value(),
                    counts(response, FACETS.get(0)),
                    counts(response, FACETS.get(1)),
                    counts(response, FACETS.get(2)));
        });
    }

    private static List<Facets.Count> counts(SearchResponse<Void> response, String facet) {
        return response.aggregations().get(facet).sterms().buckets().array().stream()
                .map(bucket -> new Facets.Count(bucket.key().stringValue(), bucket.docCount()))
                .toList();
    }

    @Override
    public ScenePage page(String text, SceneFilter filter, Optional<String> cursor, int size) {
        Query scenes = scenes(text, filter);
        return using(() ->
                cursor.isPresent() ? pages.after(cursor.get(), scenes, size) : pages.first(alias(), scenes, size));
    }

    @Override
    public List<List<IndexedTerm>> completions(List<String> begins, int limit) {
        return using(() -> prefixes.of(begins, limit));
    }

    private Query scenes(String text, SceneFilter filter) {
        List<Query> clauses = new ArrayList<>(SceneDsl.filter(filter));
        clauses.add(SceneDsl.allWords(parse(text)));
        return Query.of(all -> all.bool(bool -> bool.filter(clauses)));
    }

    @Override
    public void clear() {
        using(() -> {
            Homes.Home before = home();
            Homes.Home emptied = homes.serve(homes.begin());
            if (!before.sound()) {
                homes.note(emptied, false);
                emptied = new Homes.Home(emptied.name(), emptied.alias(), before.staleness());
            }
            moved(emptied);
            return emptied;
        });
    }

    @Override
    public Optional<String> staleness() {
        Looked known = looked.get();
        boolean recent = known != null && System.nanoTime() - known.nanos() < LOOK_AGAIN_NANOS;
        return (recent ? known.home() : homeNow()).staleness();
    }

    @Override
    public void rebuilt() {
        Homes.Home present = home(); // this one or none: an index that was made since then holds nothing
        writer.refresh(present.alias());
        if (!present.alias().equals(homes.alias())) {
            moved(homes.serve(present));
        } else if (!present.sound()) {
            homes.note(present, true);
            moved(new Homes.Home(present.name(), present.alias(), Optional.empty()));
        }
    }

    @Override
    public Rewriting rewrite() {
        return using(() -> {
            Homes.Home present = homeNow();
            boolean serves = present.alias().equals(homes.alias());
            return serves ? new BulkRewriting(homes.begin(), true) : new BulkRewriting(present, false);
        });
    }

    /** Writes a new index in bulk. Where the old one is of no use, searches are answered from the new one while it fills. */
    private final class BulkRewriting implements Rewriting {
        private final Homes.Home next;
        private final boolean begun;
        private final BulkVideos bulk;
        private boolean complete;

        /** @param begun whether the index was begun for this and goes if this is broken off */
        BulkRewriting(Homes.Home next, boolean begun) {
            this.next = next;
            this.begun = begun;
            this.bulk = new BulkVideos(cluster, writer, next.alias());
        }

        @Override
        public void replace(String videoId, List<SceneDocument> scenes) {
            bulk.replace(videoId, scenes);
        }

        @Override
        public void complete() {
            bulk.finish();
            writer.refresh(next.alias());
            moved(homes.serve(next));
            complete = true;
        }

        @Override
        public void close() {
            bulk.close();
            if (begun && !complete) {
                homes.drop(next);
            }
        }
    }

    @Override
    public IndexHealth health() {
        return new ClusterHealth(cluster, plugin).of(this::homeNow);
    }

    /** @return how much disk the primary copies of the index take, in bytes */
    public long storedBytes() {
        return cluster.send("tell its size", client -> client.indices().stats(stats -> stats.index(home().name())))
                .all()
                .primaries()
                .store()
                .sizeInBytes();
    }

    /** Waits until the index merges no segments any more. */
    public void awaitMerges() {
        while (cluster.send("tell its merges", client -> client.indices().stats(stats -> stats.index(home().name())))
                        .all()
                        .total()
                        .merges()
                        .current()
                > 0) {
            LockSupport.parkNanos(MERGES_LOOKED_AT_NANOS);
        }
    }

    private SearchRequest.Builder request() {
        return new SearchRequest.Builder()
                .index(alias())
                .allowPartialSearchResults(false)
                .size(0);
    }

    private SearchResponse<Void> search(SearchRequest request) {
        return cluster.send("search", client -> client.search(request, Void.class));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
