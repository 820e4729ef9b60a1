package org.timeviper.indexer.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentMerging;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.TimedHit;

/**
 * All that a search finds, best first, tier after tier: each tier reads the rankings four times as deep as the one before, and gives what has come in by that. The fused score of a
 * scene, and the moment that it is joined to, depend on how deep rankings are read; so the moments of a tier stay as they are, whatever is found further down, and the order of
 * all does not depend on how many are asked for.
 *
 * <p>Each tier is a search of its own, also of a vector graph, which gives other neighbours when it is asked for more. To read a tier takes about a third more than its search alone.
 * For one thread.
 */
final class MomentTiers {

    private static final List<Integer> DEPTHS =
            List.of(MomentRanking.USUAL.depth(), 400, 1_600, 6_400, MomentRanking.MAX_DEPTH);

    private final IntFunction<List<FoundMoment<SceneHit>>> search;
    private final Kind kind;
    private final List<FoundMoment<SceneHit>> earlier = new ArrayList<>();
    private int read;
    private boolean ended;

    /** What the moments are made of. */
    private sealed interface Kind {

        /** @return those that are not among the earlier ones, nor tell of the same span as one of them */
        List<FoundMoment<SceneHit>> further(List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> earlier);

        /** Whether no search can find more than one of this depth, which found some moments, and further ones among them. */
        boolean all(List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> further, int depth);
    }

    /** Scenes, joined to moments where they are close in time. */
    private record Scenes(MomentMerging merging) implements Kind {

        @Override
        public List<FoundMoment<SceneHit>> further(
                List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> earlier) {
            Set<String> known = scenes(earlier);
            return merging.merge(
                    found.stream()
                            .flatMap(Scenes::hits)
                            .filter(hit -> !known.contains(hit.item().scene().id()))
                            .toList(),
                    earlier);
        }

        /** The ranking by meaning has all scenes that may answer, if it is not full; and it is at least as long as this. */
        @Override
        public boolean all(List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> further, int depth) {
            return scenes(found).size() < depth;
        }

        private static Set<String> scenes(List<FoundMoment<SceneHit>> moments) {
            Set<String> scenes = new HashSet<>();
            moments.stream()
                    .flatMap(Scenes::hits)
                    .forEach(hit -> scenes.add(hit.item().scene().id()));
            return scenes;
        }

        private static Stream<TimedHit<SceneHit>> hits(FoundMoment<SceneHit> moment) {
            return Stream.concat(moment.hits().stream(), moment.covered().stream());
        }
    }

    /** Several things as they stand in time, each a moment as it is. */
    private record Sequences(MomentMerging merging, LongSupplier indexed) implements Kind {

        @Override
        public List<FoundMoment<SceneHit>> further(
                List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> earlier) {
            return merging.beside(earlier, found);
        }

        @Override
        public boolean all(List<FoundMoment<SceneHit>> found, List<FoundMoment<SceneHit>> further, int depth) {
            return further.isEmpty() || indexed.getAsLong() <= Findings.depthOfParts(depth);
        }
    }

    private MomentTiers(IntFunction<List<FoundMoment<SceneHit>>> search, Kind kind) {
        this.search = search;
        this.kind = kind;
    }

    /** @return tiers without moments, which have been read */
    static MomentTiers none() {
        MomentTiers none = ofScenes(depth -> List.of(), MomentRanking.USUAL.merging());
        none.next();
        return none;
    }

    /**
     * @param search finds the moments that scenes are joined to, where rankings are read to a depth
     * @param merging how they are joined
     */
    static MomentTiers ofScenes(IntFunction<List<FoundMoment<SceneHit>>> search, MomentMerging merging) {
        return new MomentTiers(search, new Scenes(merging));
    }

    /**
     * @param search finds the moments that are sequences of scenes, where rankings are read to a depth
     * @param merging when two of them tell of the same span
     * @param indexed tells how many scenes the index has
     */
    static MomentTiers ofSequences(
            IntFunction<List<FoundMoment<SceneHit>>> search, MomentMerging merging, LongSupplier indexed) {
        return new MomentTiers(search, new Sequences(merging, indexed));
    }

    /**
     * Reads the next tier.
     *
     * @return its moments, best first
     * @throws IllegalStateException if there is none
     */
    List<FoundMoment<SceneHit>> next() {
        if (ended) {
            throw new IllegalStateException("All " + read + " tiers have been read.");
        }
        int depth = DEPTHS.get(read++);
        List<FoundMoment<SceneHit>> found = search.apply(depth);
        List<FoundMoment<SceneHit>> further = earlier.isEmpty() ? found : kind.further(found, earlier);
        earlier.addAll(further);
        ended = read == DEPTHS.size() || kind.all(found, further, depth);
        return further;
    }

    /** Whether no tier is left that could hold anything. */
    boolean ended() {
        return ended;
    }
}
