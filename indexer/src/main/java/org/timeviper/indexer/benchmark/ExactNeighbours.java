package org.timeviper.indexer.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.search.lucene.ScoredScene;

/** The scenes that are truly nearest to some queries, found by comparing them with every vector of an archive: what an index's vector search is held against. */
final class ExactNeighbours {

    private final int depth;
    private final List<float[]> queries;
    private final List<PriorityQueue<Neighbour>> nearest = new ArrayList<>();

    private record Neighbour(String id, float cosine) {}

    private ExactNeighbours(List<float[]> queries, int depth) {
        this.queries = queries;
        this.depth = depth;
        queries.forEach(query -> nearest.add(new PriorityQueue<>(Comparator.comparingDouble(Neighbour::cosine))));
    }

    /** Reads the whole archive. */
    static ExactNeighbours in(GeneratedArchive archive, List<float[]> queries, int depth) {
        ExactNeighbours exact = new ExactNeighbours(queries, depth);
        archive.forEachVideo((video, scenes) -> scenes.forEach(exact::add));
        return exact;
    }

    private void add(SceneDocument scene) {
        float[] vector = scene.vector();
        for (int q = 0; q < queries.size(); q++) {
            PriorityQueue<Neighbour> best = nearest.get(q);
            float cosine = VectorUtil.dotProduct(queries.get(q), vector);
            if (best.size() < depth || cosine > best.peek().cosine()) {
                best.add(new Neighbour(scene.scene().id(), cosine));
                if (best.size() > depth) {
                    best.remove();
                }
            }
        }
    }

    /** Holds an index's vector search against this. */
    Recall recall(SceneIndex index) {
        double at10 = 0;
        double at100 = 0;
        for (int q = 0; q < queries.size(); q++) {
            at10 += recall(index, q, 10) / queries.size();
            at100 += recall(index, q, 100) / queries.size();
        }
        return new Recall(queries.size(), at10, at100);
    }

    private double recall(SceneIndex index, int query, int limit) {
        List<String> expected = ids(query, limit);
        Set<String> found = new HashSet<>();
        for (ScoredScene scored : index.meaning(new SceneQuery("", queries.get(query), SceneFilter.NONE), limit)) {
            found.add(scored.scene().id());
        }
        return (double) expected.stream().filter(found::contains).count() / expected.size();
    }

    /** @return the nearest scenes of a query, nearest first */
    List<String> ids(int query, int limit) {
        return nearest.get(query).stream()
                .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
                .limit(limit)
                .map(Neighbour::id)
                .toList();
    }
}
