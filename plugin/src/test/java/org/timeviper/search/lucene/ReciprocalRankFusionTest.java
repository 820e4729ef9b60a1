package org.timeviper.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {

    @Property(tries = 500)
    void everyScoreIsTheSumOverTheRankings(
            @ForAll("rankings") List<List<Integer>> rankings, @ForAll @IntRange(max = 100) int k) {
        List<ReciprocalRankFusion.Fused<Integer>> fused = new ReciprocalRankFusion(k).fuse(rankings, item -> item);
        Set<Integer> all = rankings.stream().flatMap(List::stream).collect(Collectors.toSet());
        assertEquals(all, fused.stream().map(ReciprocalRankFusion.Fused::item).collect(Collectors.toSet()));
        assertEquals(all.size(), fused.size());
        for (ReciprocalRankFusion.Fused<Integer> item : fused) {
            double expected = 0;
            for (List<Integer> ranking : rankings) {
                int place = ranking.indexOf(item.item());
                expected += place < 0 ? 0 : 1.0 / (k + place + 1);
            }
            assertEquals(expected, item.score(), 1e-12);
        }
        for (int i = 1; i < fused.size(); i++) {
            assertTrue(fused.get(i - 1).score() >= fused.get(i).score());
        }
    }

    @Property(tries = 200)
    void oneRankingKeepsItsOrder(@ForAll("ranking") List<Integer> ranking) {
        assertEquals(
                ranking,
                new ReciprocalRankFusion(60)
                        .fuse(List.of(ranking), item -> item).stream()
                                .map(ReciprocalRankFusion.Fused::item)
                                .toList());
    }

    @Test
    void tiesAreInTheOrderOfTheRankings() {
        List<List<String>> rankings = List.of(List.of("a", "b"), List.of("c", "d"));
        assertEquals(
                List.of("a", "c", "b", "d"),
                new ReciprocalRankFusion(60)
                        .fuse(rankings, item -> item).stream()
                                .map(ReciprocalRankFusion.Fused::item)
                                .toList());
    }

    @Test
    void aNegativeConstantIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ReciprocalRankFusion(-1));
    }

    @Provide
    Arbitrary<List<Integer>> ranking() {
        return Arbitraries.integers().between(0, 30).list().uniqueElements().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<List<Integer>>> rankings() {
        return ranking().list().ofMaxSize(4);
    }
}
