package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The best scenes of an index, or of one shard of it, by words and by meaning, not yet fused: ranks can only be told over all shards. The candidates of an index are
 * those of its shards {@linkplain #merge merged}, in any order and grouping.
 *
 * @param words best first
 * @param meaning best first
 */
public record Candidates(List<ScoredScene> words, List<ScoredScene> meaning) {

    /** Nothing found. */
    public static final Candidates NONE = new Candidates(List.of(), List.of());

    public Candidates {
        words = List.copyOf(words);
        meaning = List.copyOf(meaning);
    }

    /**
     * Merges the candidates of two shards.
     *
     * @param depth how many of each ranking are kept
     */
    public Candidates merge(Candidates other, int depth) {
        return new Candidates(best(words, other.words, depth), best(meaning, other.meaning, depth));
    }

    private static List<ScoredScene> best(List<ScoredScene> some, List<ScoredScene> others, int depth) {
        List<ScoredScene> all = new ArrayList<>(some);
        all.addAll(others);
        Map<String, ScoredScene> once = new LinkedHashMap<>();
        all.stream()
                .sorted(ScoredScene.BEST_FIRST)
                .forEach(scored -> once.putIfAbsent(scored.scene().id(), scored));
        return once.values().stream().limit(depth).toList();
    }
}
