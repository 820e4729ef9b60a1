package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): an item's score is the sum of {@code 1 / (k + rank)} over the rankings that hold it, ranks
 * counted from 1. It needs no scores that compare with one another, which BM25 and cosines do not.
 *
 * @param k how slowly a rank's worth falls; the paper's value, {@value #USUAL_K}, is the usual one
 */
public record ReciprocalRankFusion(int k) {

    /** The paper's k. */
    public static final int USUAL_K = 60;

    /**
     * A fused item.
     *
     * @param item as it stands in the first ranking that holds it
     * @param score the fused score
     * @param ranks its rank in each ranking, from 1; empty where a ranking does not hold it
     */
    public record Fused<T>(T item, double score, List<OptionalInt> ranks) {}

    /** @throws IllegalArgumentException if k is negative */
    public ReciprocalRankFusion {
        if (k < 0) {
            throw new IllegalArgumentException("The k of reciprocal rank fusion is " + k + ": it must be 0 or more.");
        }
    }

    /** @return what a place in one ranking adds to a score; places count from 1 */
    public double share(int rank) {
        return 1 / ((double) k + rank);
    }

    /**
     * Fuses rankings.
     *
     * @param rankings each best first
     * @param key what makes two items the same; of items with one key in one ranking the best placed counts
     * @return best first; ties in the order in which the rankings, read one after the other, first name them
     */
    public <T> List<Fused<T>> fuse(List<? extends List<? extends T>> rankings, Function<? super T, ?> key) {
        Map<Object, T> items = new LinkedHashMap<>();
        Map<Object, int[]> ranks = new LinkedHashMap<>();
        for (int r = 0; r < rankings.size(); r++) {
            List<? extends T> ranking = rankings.get(r);
            for (int i = 0; i < ranking.size(); i++) {
                Object identity = key.apply(ranking.get(i));
                items.putIfAbsent(identity, ranking.get(i));
                int[] places = ranks.computeIfAbsent(identity, ignored -> new int[rankings.size()]);
                places[r] = places[r] == 0 ? i + 1 : places[r];
            }
        }
        List<Fused<T>> fused = new ArrayList<>();
        items.forEach((identity, item) -> fused.add(fused(item, ranks.get(identity))));
        fused.sort(Comparator.comparingDouble((Fused<T> f) -> f.score()).reversed());
        return List.copyOf(fused);
    }

    private <T> Fused<T> fused(T item, int[] places) {
        double score = 0;
        List<OptionalInt> ranks = new ArrayList<>(places.length);
        for (int place : places) {
            score += place == 0 ? 0 : share(place);
            ranks.add(place == 0 ? OptionalInt.empty() : OptionalInt.of(place));
        }
        return new Fused<>(item, score, List.copyOf(ranks));
    }
}
