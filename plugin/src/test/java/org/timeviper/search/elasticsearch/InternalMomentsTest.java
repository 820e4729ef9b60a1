package org.timeviper.search.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.io.stream.BytesStreamOutput;
import org.elasticsearch.common.io.stream.NamedWriteableAwareStreamInput;
import org.elasticsearch.common.io.stream.StreamInput;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.search.aggregations.AggregationReduceContext;
import org.elasticsearch.search.aggregations.AggregatorFactories;
import org.elasticsearch.search.aggregations.InternalAggregation;
import org.elasticsearch.search.aggregations.InternalAggregations;
import org.junit.jupiter.api.Test;
import org.timeviper.search.lucene.Findings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.ReciprocalRankFusion;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SceneSequence;

class InternalMomentsTest {

    private static final String NAME = "moments";

    @Property(tries = 200)
    void whatIsSentToAnotherNodeArrivesUnchanged(@ForAll long seed, @ForAll boolean single) throws IOException {
        RandomMoments random = new RandomMoments(seed);
        MomentsRequest request = request(random, single);
        InternalMoments partial = InternalMoments.found(
                NAME, request, random.shards(1, single).getFirst(), seed % 2 == 0 ? null : Map.of("a", 1));
        assertEquals(partial, copy(partial));
        assertEquals(partial.hashCode(), copy(partial).hashCode());
        InternalMoments done = reduced(request, List.of(partial), true);
        assertEquals(done, copy(done));
        assertEquals(Strings.toString(done), Strings.toString(copy(done)));
    }

    @Property(tries = 400)
    void shardsMayBeReducedInAnyOrderAndGrouping(
            @ForAll long seed, @ForAll boolean single, @ForAll @IntRange(min = 1, max = 7) int shards)
            throws IOException {
        RandomMoments random = new RandomMoments(seed);
        MomentsRequest request = request(random, single);
        List<InternalMoments> found = random.shards(shards, single).stream()
                .map(findings -> InternalMoments.found(NAME, request, findings, null))
                .toList();
        String atOnce = Strings.toString(reduced(request, found, true));
        assertEquals(atOnce, Strings.toString(reduced(request, List.of(tree(request, found, new Random(seed))), true)));
        assertEquals(
                atOnce,
                Strings.toString(InternalAggregations.topLevelReduce(
                                found.stream().map(InternalAggregations::from).toList(), context(true, request))
                        .<InternalMoments>get(NAME)));
    }

    /** Reduces random neighbours, each on its way over the wire, until one is left. */
    private static InternalMoments tree(MomentsRequest request, List<InternalMoments> found, Random random)
            throws IOException {
        List<InternalMoments> left = new ArrayList<>(found);
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            List<InternalMoments> some = left.subList(0, 1 + random.nextInt(left.size()));
            InternalMoments one = copy(reduced(request, some, false));
            some.clear();
            left.add(one);
        }
        return left.getFirst();
    }

    @Property(tries = 100)
    void reducingOneShardTwiceChangesNothing(@ForAll long seed, @ForAll boolean single) {
        RandomMoments random = new RandomMoments(seed);
        MomentsRequest request = request(random, single);
        InternalMoments found =
                InternalMoments.found(NAME, request, random.shards(1, single).getFirst(), null);
        InternalMoments once = reduced(request, List.of(found), false);
        assertEquals(once, reduced(request, List.of(once), false));
        assertEquals(once, reduced(request, List.of(once, nothing(request)), false));
    }

    private static InternalMoments nothing(MomentsRequest request) {
        return InternalMoments.found(NAME, request, Findings.NONE, null);
    }

    /** Ranks of sequences are told by counting those that are better, so equal ones share a place. */
    @Property(tries = 200)
    void sequencesScoreByHowManyAreBetterInEachRanking(@ForAll long seed) {
        RandomMoments random = new RandomMoments(seed);
        MomentsRequest drawn = request(random, false);
        MomentRanking ranking = new MomentRanking(
                10_000, 0.5, new ReciprocalRankFusion(60), drawn.ranking().merging());
        Findings findings = random.shards(3, false).stream().reduce(Findings.NONE, (a, b) -> a.merge(b, 10_000));
        List<FoundMoment<SceneHit>> moments =
                ranking.moments(findings, drawn.sought(), CaptionAnalyzers.shared(drawn.language()));
        for (FoundMoment<SceneHit> moment : moments) {
            double expected = findings.sequences().stream()
                    .filter(sequence -> sequence.span().start() == moment.start()
                            && sequence.span().end() == moment.end()
                            && sequence.hits()
                                    .equals(moment.hits().stream()
                                            .map(hit -> hit.item())
                                            .toList()))
                    .mapToDouble(sequence -> ORDERS.stream()
                            .mapToDouble(order -> 1.0 / (60 + 1 + better(findings, sequence, order)))
                            .sum())
                    .findFirst()
                    .orElseThrow();
            assertEquals(expected, moment.score(), 1e-12);
        }
        assertEquals(findings.sequences().isEmpty(), moments.isEmpty());
    }

    /** Of equal ones, the one that comes first by video and time is the better. */
    @Property(tries = 200)
    void theBestSequencesByWordsByMeaningAndByTimeAreKept(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int depth) {
        Findings findings =
                new RandomMoments(seed).shards(3, false).stream().reduce(Findings.NONE, (a, b) -> a.merge(b, 10_000));
        Comparator<SceneSequence> byPlace = Comparator.comparing(
                        (SceneSequence sequence) -> sequence.video().id())
                .thenComparing(SceneSequence::span)
                .thenComparing(SceneSequence::gapMillis);
        Set<SceneSequence> best = new HashSet<>();
        for (Comparator<SceneSequence> order : ORDERS) {
            findings.sequences().stream()
                    .filter(sequence -> better(findings, sequence, order.thenComparing(byPlace)) < depth)
                    .forEach(best::add);
        }
        assertEquals(best, Set.copyOf(findings.merge(Findings.NONE, depth).sequences()));
    }

    private static final List<Comparator<SceneSequence>> ORDERS = List.of(
            Comparator.comparing(sequence -> -coverage(sequence)),
            Comparator.comparing(sequence -> -least(sequence)),
            Comparator.comparing(SceneSequence::gapMillis));

    private static long better(Findings findings, SceneSequence than, Comparator<SceneSequence> order) {
        return findings.sequences().stream()
                .filter(other -> order.compare(other, than) < 0)
                .count();
    }

    private static double coverage(SceneSequence sequence) {
        double sum = 0;
        for (SceneHit hit : sequence.hits()) {
            sum += hit.scored().coverage();
        }
        return sum / sequence.hits().size();
    }

    private static double least(SceneSequence sequence) {
        double least = Double.POSITIVE_INFINITY;
        for (SceneHit hit : sequence.hits()) {
            least = Math.min(least, hit.evidence().value());
        }
        return least;
    }

    @Test
    void momentsAreRankedInTheLastReductionOnlyAndNoMoreThanWanted() {
        RandomMoments random = new RandomMoments(3);
        MomentsRequest request = new MomentsRequest(
                "", request(random, true).language(), random.sought(0), MomentRanking.USUAL, 2, Set.of());
        InternalMoments found =
                InternalMoments.found(NAME, request, random.shards(1, true).getFirst(), null);
        assertEquals(0, count(reduced(request, List.of(found), false)));
        assertEquals(2, count(reduced(request, List.of(found), true)));
        assertTrue(found.mustReduceOnSingleInternalAgg());
    }

    private static int count(InternalMoments moments) {
        return Strings.toString(moments).split("\"frame\"", -1).length - 1;
    }

    @Test
    void otherAggregationsFindNoValuesInIt() {
        RandomMoments random = new RandomMoments(4);
        InternalMoments found = InternalMoments.found(NAME, request(random, true), Findings.NONE, null);
        assertEquals(found, found.getProperty(List.of()));
        assertThrows(IllegalArgumentException.class, () -> found.getProperty(List.of("score")));
        assertNotEquals(
                found, InternalMoments.found("other", request(new RandomMoments(4), true), Findings.NONE, null));
        assertFalse(found.equals(null));
    }

    private static MomentsRequest request(RandomMoments random, boolean single) {
        MomentsRequest drawn = random.request();
        return new MomentsRequest(
                drawn.path(),
                drawn.language(),
                random.sought(single ? 0 : 1),
                drawn.ranking(),
                drawn.size(),
                single ? random.unfused() : Set.of());
    }

    private static InternalMoments reduced(MomentsRequest request, List<InternalMoments> found, boolean last) {
        var reducer = found.getFirst().getLeaderReducer(context(last, request), found.size());
        found.forEach(reducer::accept);
        InternalMoments reduced = (InternalMoments) reducer.get();
        reducer.close();
        return reduced;
    }

    private static AggregationReduceContext context(boolean last, MomentsRequest request) {
        AggregatorFactories.Builder asked = new AggregatorFactories.Builder();
        asked.addAggregator(new MomentsAggregationBuilder(NAME, request, null));
        return last
                ? new AggregationReduceContext.ForFinal(
                        BigArrays.NON_RECYCLING_INSTANCE, null, () -> false, asked, buckets -> {}, List.of())
                : new AggregationReduceContext.ForPartial(
                        BigArrays.NON_RECYCLING_INSTANCE, null, () -> false, asked, buckets -> {}, List.of());
    }

    private static InternalMoments copy(InternalMoments moments) throws IOException {
        try (BytesStreamOutput out = new BytesStreamOutput()) {
            out.writeNamedWriteable(moments);
            try (StreamInput in =
                    new NamedWriteableAwareStreamInput(out.bytes().streamInput(), Registries.WRITEABLES)) {
                InternalAggregation read = in.readNamedWriteable(InternalAggregation.class);
                assertEquals(-1, in.read(), "bytes are left");
                return (InternalMoments) read;
            }
        }
    }
}
