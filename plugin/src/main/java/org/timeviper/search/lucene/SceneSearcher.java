package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldDocs;

/** Searches the scenes of one index, or of one shard of it, by words and by meaning. Made for one view of the index; not for use by several threads. */
public final class SceneSearcher {

    /** How many neighbours the vector graph is asked for at least: asked for few, it looks less far and misses some. */
    private static final int MIN_NEIGHBOURS = 100;

    private final IndexSearcher searcher;
    private final SceneSchema schema;
    private final CaptionAnalyzer analyzer;
    private final Query scenes;
    private final Optional<Query> filter;
    private final double oversampling;
    private final SceneReader reader;

    /**
     * @param scenes finds all documents that are scenes
     * @param filter finds the scenes that may answer; empty if all may
     * @param oversampling how many times as many neighbours the vector graph is asked for as are wanted, 1 or more; they are then compared by their vectors as they were
     *     written, which mends what quantising has blurred
     */
    public SceneSearcher(
            IndexSearcher searcher,
            SceneSchema schema,
            CaptionAnalyzer analyzer,
            Query scenes,
            Optional<Query> filter,
            double oversampling) {
        this.searcher = searcher;
        this.schema = schema;
        this.analyzer = analyzer;
        this.scenes = scenes;
        this.filter = filter;
        this.oversampling = oversampling;
        this.reader = new SceneReader(searcher, schema);
    }

    /**
     * Reads one scene.
     *
     * @param document number of its document within the searcher
     */
    public static Scene read(IndexSearcher searcher, SceneSchema schema, int document) throws IOException {
        return new SceneReader(searcher, schema).read(document);
    }

    /**
     * Finds the best scenes both ways.
     *
     * @param depth how many of each at most, 1 or more
     */
    public Candidates candidates(SoughtScene sought, int depth) throws IOException {
        CaptionQuery query = CaptionQuery.parse(sought.text(), analyzer);
        float[] vector = sought.vector();
        return new Candidates(words(query, vector, depth), meaning(query, vector, depth));
    }

    /**
     * Finds scenes by words (BM25).
     *
     * @param vector the query's embedding
     * @param limit how many at most, 1 or more
     * @return best first; empty if the query has no words but common ones
     */
    public List<ScoredScene> words(CaptionQuery query, float[] vector, int limit) throws IOException {
        if (query.onlyCommonWords()) {
            return List.of();
        }
        BooleanQuery.Builder words = new BooleanQuery.Builder().add(query.toQuery(schema.terms()), Occur.MUST);
        filter.ifPresent(allowed -> words.add(allowed, Occur.FILTER));
        Sort bestFirst = new Sort(SortField.FIELD_SCORE, new SortedSetSortField(schema.id(), false));
        TopFieldDocs hits = searcher.search(words.build(), limit, bestFirst, true);
        return scored(hits.scoreDocs, query, vector, false);
    }

    /**
     * Finds scenes by meaning (cosine of embeddings).
     *
     * @param limit how many at most, 1 or more
     * @return best first
     */
    public List<ScoredScene> meaning(CaptionQuery query, float[] vector, int limit) throws IOException {
        int neighbours = (int) Math.ceil(oversampling * Math.max(limit, MIN_NEIGHBOURS));
        Query nearest = new KnnFloatVectorQuery(
                schema.vector(), vector, neighbours, allowed(query).orElse(null));
        TopDocs hits = searcher.search(nearest, neighbours);
        List<ScoredScene> found = scored(hits.scoreDocs, query, vector, true);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** What may answer by meaning: nothing that says the opposite. Empty where everything may, which spares a walk over all scenes. */
    private Optional<Query> allowed(CaptionQuery query) throws IOException {
        Optional<Query> opposite = query.contradictions(schema.terms());
        if (opposite.isEmpty() || searcher.count(opposite.get()) == 0) {
            return filter;
        }
        return Optional.of(new BooleanQuery.Builder()
                .add(filter.orElse(scenes), Occur.FILTER)
                .add(opposite.get(), Occur.MUST_NOT)
                .build());
    }

    private List<ScoredScene> scored(ScoreDoc[] hits, CaptionQuery query, float[] vector, boolean byMeaning)
            throws IOException {
        CaptionMatches matches = new CaptionMatches(query, WordRarity.in(searcher, query, schema.terms()), analyzer);
        List<ScoredScene> scored = new ArrayList<>();
        for (ScoreDoc hit : hits) {
            Scene scene = reader.read(hit.doc);
            double cosine = dot(vector, reader.vector(hit.doc));
            CaptionMatches.Match match = matches.in(scene.caption());
            scored.add(new ScoredScene(
                    scene, byMeaning ? cosine : hit.score, cosine, match.words(), match.coverage(), match.absence()));
        }
        scored.sort(ScoredScene.BEST_FIRST);
        return List.copyOf(scored);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
