package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedSetSortField;

/** Searches the scenes of one index, or of one shard of it, by words and by meaning. Made for one view of the index; not for use by several threads. */
public final class SceneSearcher {

    /** How many neighbours the vector graph is asked for at least: asked for few, it looks less far and misses some. */
    private static final int MIN_NEIGHBOURS = 100;

    private final IndexSearcher searcher;
    private final SceneSchema schema;
    private final CaptionAnalyzer analyzer;
    private final Optional<Query> filter;
    private final double oversampling;

    /**
     * @param filter finds the scenes that may answer; empty if all may
     * @param oversampling how many times as many neighbours the vector graph is asked for as are wanted, 1 or more; they are then compared by their vectors as they were
     *     written, which mends what quantising has blurred
     */
    public SceneSearcher(
            IndexSearcher searcher,
            SceneSchema schema,
            CaptionAnalyzer analyzer,
            Optional<Query> filter,
            double oversampling) {
        this.searcher = searcher;
        this.schema = schema;
        this.analyzer = analyzer;
        this.filter = filter;
        this.oversampling = oversampling;
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
     * Reads scenes.
     *
     * @param documents numbers of their documents within the searcher, in any order, which the answer keeps; cheapest if it is their own
     */
    public static List<Scene> read(IndexSearcher searcher, SceneSchema schema, int[] documents) throws IOException {
        SceneReader reader = new SceneReader(searcher, schema);
        List<Scene> scenes = new ArrayList<>(documents.length);
        for (int document : documents) {
            scenes.add(reader.read(document));
        }
        return scenes;
    }

    /**
     * Finds the best scenes both ways.
     *
     * @param depth how many of each at most, 1 or more
     */
    public Candidates candidates(SoughtScene sought, int depth) throws IOException {
        CaptionQuery query = CaptionQuery.parse(sought.text(), analyzer);
        float[] vector = sought.vector();
        ScoreDoc[] words = byWords(query, depth);
        int[] nearest = nearest(query, vector, depth);
        Map<Integer, Look> looks = look(IntStream.concat(documents(words), Arrays.stream(nearest)), query, vector);
        return new Candidates(words(words, looks), meaning(nearest, looks, depth));
    }

    /**
     * Finds scenes by words (BM25).
     *
     * @param vector the query's embedding
     * @param limit how many at most, 1 or more
     * @return best first; empty if the query has no words but common ones
     */
    public List<ScoredScene> words(CaptionQuery query, float[] vector, int limit) throws IOException {
        ScoreDoc[] words = byWords(query, limit);
        return words(words, look(documents(words), query, vector));
    }

    /**
     * Finds scenes by meaning (cosine of embeddings).
     *
     * @param limit how many at most, 1 or more
     * @return best first
     */
    public List<ScoredScene> meaning(CaptionQuery query, float[] vector, int limit) throws IOException {
        int[] nearest = nearest(query, vector, limit);
        return meaning(nearest, look(Arrays.stream(nearest), query, vector), limit);
    }

    private ScoreDoc[] byWords(CaptionQuery query, int limit) throws IOException {
        if (query.onlyCommonWords()) {
            return new ScoreDoc[0];
        }
        BooleanQuery.Builder words = new BooleanQuery.Builder().add(query.toQuery(schema), Occur.MUST);
        filter.ifPresent(allowed -> words.add(allowed, Occur.FILTER));
        Sort bestFirst = new Sort(SortField.FIELD_SCORE, new SortedSetSortField(schema.id(), false));
        return searcher.search(words.build(), limit, bestFirst, true).scoreDocs;
    }

    /** The nearest scenes by their vectors as they were written; more than wanted only where the last ones are equally near. */
    private int[] nearest(CaptionQuery query, float[] vector, int limit) throws IOException {
        int neighbours = (int) Math.ceil(oversampling * Math.max(limit, MIN_NEIGHBOURS));
        int[] found = documents(searcher.search(neighbours(query, vector, neighbours), neighbours).scoreDocs)
                .sorted()
                .toArray();
        SceneReader reader = new SceneReader(searcher, schema);
        double[] cosines = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            cosines[i] = dot(vector, reader.vector(found[i]));
        }
        double least = found.length <= limit
                ? Double.NEGATIVE_INFINITY
                : Arrays.stream(cosines).sorted().toArray()[found.length - limit];
        return IntStream.range(0, found.length)
                .filter(i -> cosines[i] >= least)
                .map(i -> found[i])
                .toArray();
    }

    /** Asks the vector graph for what may answer by meaning: nothing that says the opposite. */
    private Query neighbours(CaptionQuery query, float[] vector, int count) throws IOException {
        Optional<Query> opposite = query.contradictions(schema.terms());
        if (opposite.isEmpty()) {
            return new KnnFloatVectorQuery(schema.vector(), vector, count, filter.orElse(null));
        }
        if (filter.isEmpty()) {
            return new NearestScenes(
                    schema.vector(),
                    vector,
                    count,
                    searcher.createWeight(searcher.rewrite(opposite.get()), ScoreMode.COMPLETE_NO_SCORES, 1));
        }
        Query allowed = new BooleanQuery.Builder()
                .add(filter.get(), Occur.FILTER)
                .add(opposite.get(), Occur.MUST_NOT)
                .build();
        return new KnnFloatVectorQuery(schema.vector(), vector, count, allowed);
    }

    /** What is read of a hit. */
    private record Look(Scene scene, double cosine, CaptionMatches.Match match) {}

    /** Reads every hit once, in the order of the index. */
    private Map<Integer, Look> look(IntStream hits, CaptionQuery query, float[] vector) throws IOException {
        int[] documents = hits.sorted().distinct().toArray();
        CaptionMatches matches = new CaptionMatches(query, WordRarity.in(searcher, query, schema.terms()), analyzer);
        HeldWords words = HeldWords.in(searcher.getIndexReader(), query, schema.terms(), documents);
        SceneReader reader = new SceneReader(searcher, schema);
        Map<Integer, Look> looks = new HashMap<>();
        for (int document : documents) {
            Scene scene = reader.read(document);
            looks.put(
                    document,
                    new Look(scene, dot(vector, reader.vector(document)), matches.in(scene, words.of(document))));
        }
        return looks;
    }

    private static List<ScoredScene> words(ScoreDoc[] hits, Map<Integer, Look> looks) {
        return Arrays.stream(hits)
                .map(hit -> scored(looks.get(hit.doc), hit.score))
                .sorted(ScoredScene.BEST_FIRST)
                .toList();
    }

    private static List<ScoredScene> meaning(int[] hits, Map<Integer, Look> looks, int limit) {
        return Arrays.stream(hits)
                .mapToObj(looks::get)
                .map(look -> scored(look, look.cosine()))
                .sorted(ScoredScene.BEST_FIRST)
                .limit(limit)
                .toList();
    }

    private static ScoredScene scored(Look look, double score) {
        CaptionMatches.Match match = look.match();
        return new ScoredScene(look.scene(), score, look.cosine(), match.words(), match.coverage(), match.absence());
    }

    private static IntStream documents(ScoreDoc[] hits) {
        return Arrays.stream(hits).mapToInt(hit -> hit.doc);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
