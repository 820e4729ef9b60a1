package org.timeviper.search.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an index, or one shard of it, has found, not yet ranked: ranks can only be told over all shards. The findings of an index are those of its shards
 * {@linkplain #merge merged}, in any order and grouping. A video's scenes are all in one shard, so sequences are whole. Each shard looks for the parts of sequences as
 * deep as an index that is in one piece, so where parts are so many that not all are looked at, more shards find more.
 *
 * @param candidates the best scenes, where one scene is looked for
 * @param sequences the best sequences, where several are
 */
public record Findings(Candidates candidates, List<SceneSequence> sequences) {

    /** Nothing found. */
    public static final Findings NONE = new Findings(Candidates.NONE, List.of());

    /** How many more scenes are looked at for a part of a sequence than for a scene by itself: most of them do not stand where the others are. */
    private static final int DEEPER = 10;

    /** @return how many scenes of each ranking are looked at for a part of a sequence, where sequences are ranked to a depth */
    public static int depthOfParts(int depth) {
        return Math.min(DEEPER * depth, MomentRanking.MAX_DEPTH);
    }

    /** Where candidates come from. */
    @FunctionalInterface
    public interface Source {

        /** @return the best scenes, no more than {@code depth} of each ranking */
        Candidates candidates(SoughtScene scene, int depth) throws IOException;
    }

    public Findings {
        sequences = List.copyOf(sequences);
    }

    /**
     * Searches one index or shard.
     *
     * @throws TooManyMatches if what is looked for holds at more places than can be ranked
     */
    public static Findings in(Source index, SoughtMoments sought, MomentRanking ranking, CaptionAnalyzer analyzer)
            throws IOException {
        if (sought.single()) {
            SoughtScene scene = sought.scenes().values().iterator().next();
            return new Findings(index.candidates(scene, ranking.depth()), List.of());
        }
        Map<TemporalExpression.Operand, Map<String, List<TimedScene>>> places = new HashMap<>();
        for (TemporalExpression.Operand operand : Set.copyOf(sought.expression().operands())) {
            places.put(operand, byVideo(answers(index, sought.scene(operand), ranking, analyzer)));
        }
        return new Findings(Candidates.NONE, best(join(sought.expression(), places), ranking.depth()));
    }

    /** A scene that answers to an operand. */
    private record TimedScene(SceneHit hit, TimeSpan span) implements Timed {}

    /** The scenes that can be stood for as what an operand looks for. */
    private static List<SceneHit> answers(
            Source index, SoughtScene scene, MomentRanking ranking, CaptionAnalyzer analyzer) throws IOException {
        Candidates candidates = index.candidates(scene, depthOfParts(ranking.depth()));
        Map<String, SceneHit> once = new TreeMap<>();
        MomentRanking.Judge judge = ranking.judge(scene, analyzer);
        for (List<ScoredScene> found : List.of(candidates.words(), candidates.meaning())) {
            for (ScoredScene scored : found) {
                SceneHit hit = judge.hit(scored);
                if (hit.answers()) {
                    once.putIfAbsent(hit.scene().id(), hit);
                }
            }
        }
        return List.copyOf(once.values());
    }

    private static Map<String, List<TimedScene>> byVideo(List<SceneHit> hits) {
        return hits.stream()
                .map(hit -> new TimedScene(
                        hit, TimeSpan.ofSeconds(hit.scene().start(), hit.scene().end())))
                .collect(Collectors.groupingBy(
                        timed -> timed.hit().scene().video().id()));
    }

    private static List<SceneSequence> join(
            TemporalExpression expression, Map<TemporalExpression.Operand, Map<String, List<TimedScene>>> places) {
        Set<String> videos = new LinkedHashSet<>();
        expression.shown().forEach(operand -> videos.addAll(places.get(operand).keySet()));
        List<SceneSequence> sequences = new ArrayList<>();
        TemporalEvaluation evaluation = new TemporalEvaluation(expression);
        for (String video : videos) {
            List<TemporalMatch<TimedScene>> matches =
                    evaluation.in(operand -> places.get(operand).getOrDefault(video, List.of()));
            for (TemporalMatch<TimedScene> match : TemporalAlgebra.tightest(matches)) {
                sequences.add(new SceneSequence(
                        match.span(), match.hits().stream().map(TimedScene::hit).toList(), match.gapMillis()));
            }
        }
        return sequences;
    }

    /**
     * Merges the findings of two shards.
     *
     * @param depth how many of each ranking are kept
     */
    public Findings merge(Findings other, int depth) {
        List<SceneSequence> all = new ArrayList<>(sequences);
        all.addAll(other.sequences);
        return new Findings(candidates.merge(other.candidates, depth), best(all, depth));
    }

    /** What is among the best by words, by meaning or by time: nothing else can come out high when the three are fused. */
    private static List<SceneSequence> best(List<SceneSequence> sequences, int depth) {
        Set<SceneSequence> kept = new LinkedHashSet<>();
        for (Comparator<SceneSequence> order : ORDERS) {
            sequences.stream()
                    .sorted(order.thenComparing(SceneSequence.BY_PLACE))
                    .limit(depth)
                    .forEach(kept::add);
        }
        return kept.stream().sorted(SceneSequence.BY_PLACE).toList();
    }

    /** What sequences are ranked by: words, meaning and time, each best first. */
    static final List<Comparator<SceneSequence>> ORDERS = List.of(
            Comparator.comparingDouble(SceneSequence::words).reversed(),
            Comparator.comparingDouble(
                            (SceneSequence sequence) -> sequence.evidence().value())
                    .reversed(),
            Comparator.comparingLong(SceneSequence::gapMillis));
}
