package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * From the best scenes by words and by meaning to moments: the two rankings are fused by reciprocal rank, and what is close in time is joined. The same wherever it
 * runs: in the embedded index, on the node that coordinates a search, or in a client.
 *
 * @param depth how deep each ranking is read before fusing
 * @param minCoverage a caption that holds less of the query's words than this, 0 to 1, is not ranked by words: one chance word must not lift it over a caption that
 *     means the same
 * @param fusion how ranks are fused
 * @param merging how hits become moments
 */
public record MomentRanking(int depth, double minCoverage, ReciprocalRankFusion fusion, MomentMerging merging) {

    /** The deepest that rankings are read. */
    public static final int MAX_DEPTH = 10_000;

    /** Neighbours at most 2 s apart that answer about as well make one moment of at most a minute. */
    public static final MomentRanking USUAL = new MomentRanking(
            100, 0.5, new ReciprocalRankFusion(ReciprocalRankFusion.USUAL_K), new MomentMerging(2, 0.8, 60, 0.5));

    /** @throws IllegalArgumentException if a number is out of its range */
    public MomentRanking {
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "The depth of a ranking is " + depth + ": it must be 1 to " + MAX_DEPTH + ".");
        }
        if (!(minCoverage >= 0 && minCoverage <= 1)) {
            throw new IllegalArgumentException(
                    "The least coverage is " + minCoverage + ": it must be a share from 0 to 1.");
        }
    }

    /** @return this ranking, read as deep */
    public MomentRanking withDepth(int other) {
        return new MomentRanking(other, minCoverage, fusion, merging);
    }

    /**
     * Ranks.
     *
     * @param findings of the whole index
     * @param sought what they were searched for
     * @param analyzer the captions' analyzer
     * @return moments, best first. Where one scene was looked for, each moment's best hit says why it matched; where several were, each moment's hits are these scenes in
     *     the order in which they were named
     */
    public List<FoundMoment<SceneHit>> moments(Findings findings, SoughtMoments sought, CaptionAnalyzer analyzer) {
        return sought.single()
                ? scenes(
                        findings.candidates(),
                        sought.scenes().values().iterator().next(),
                        analyzer)
                : sequences(findings.sequences());
    }

    private List<FoundMoment<SceneHit>> scenes(Candidates candidates, SoughtScene sought, CaptionAnalyzer analyzer) {
        Judge judge = judge(sought, analyzer);
        List<SceneHit> words = candidates.words().stream()
                .filter(scored -> scored.coverage() >= minCoverage)
                .map(judge::hit)
                .toList();
        List<SceneHit> meaning = candidates.meaning().stream().map(judge::hit).toList();
        return merging.merge(
                fusion.fuse(List.of(words, meaning), hit -> hit.scene().id()).stream()
                        .map(fused -> fused.item().timed(fused.score()))
                        .toList());
    }

    /** Ranks sequences by words, by meaning and by how close in time their scenes are, and fuses these. Of sequences that tell of the same span, the best is kept. */
    private List<FoundMoment<SceneHit>> sequences(List<SceneSequence> sequences) {
        double[] scores = new double[sequences.size()];
        for (Comparator<SceneSequence> order : Findings.ORDERS) {
            addShares(scores, sequences, order);
        }
        List<TimedHit<SceneSequence>> timed = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            SceneSequence sequence = sequences.get(i);
            timed.add(new TimedHit<>(
                    sequence.video().id(),
                    sequence.span().start(),
                    sequence.span().end(),
                    scores[i],
                    sequence.evidence().relevance(),
                    sequence));
        }
        MomentMerging suppression = new MomentMerging(0, 1, 0, merging.overlap());
        return suppression.merge(timed).stream()
                .map(found -> moment(found.best()))
                .toList();
    }

    /** Adds what each sequence's place in one ranking is worth. Equal ones share the place of the first of them. */
    private void addShares(double[] scores, List<SceneSequence> sequences, Comparator<SceneSequence> order) {
        List<Integer> ranked = IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> order.compare(sequences.get(a), sequences.get(b)))
                .toList();
        int rank = 1;
        for (int i = 0; i < scores.length; i++) {
            if (i > 0 && order.compare(sequences.get(ranked.get(i - 1)), sequences.get(ranked.get(i))) < 0) {
                rank = i + 1;
            }
            scores[ranked.get(i)] += fusion.share(rank);
        }
    }

    private static FoundMoment<SceneHit> moment(TimedHit<SceneSequence> sequence) {
        List<TimedHit<SceneHit>> hits = sequence.item().hits().stream()
                .map(hit -> hit.timed(sequence.score()))
                .toList();
        return new FoundMoment<>(hits.getFirst(), sequence.start(), sequence.end(), hits, List.of());
    }

    /** @return what every hit of one scene that is looked for is held against */
    Judge judge(SoughtScene sought, CaptionAnalyzer analyzer) {
        return Judge.of(sought, analyzer, minCoverage);
    }

    /**
     * What every hit of one query is held against.
     *
     * @param things what the query gives colours to
     * @param coloured the words for it, as typed: a caption without one of them shows no such thing, whatever its colours
     */
    record Judge(
            SoughtScene sought,
            ColouredThings things,
            Set<String> coloured,
            CaptionAnalyzer analyzer,
            double minCoverage) {

        private static Judge of(SoughtScene sought, CaptionAnalyzer analyzer, double minCoverage) {
            ColouredThings things = ColouredThings.of(sought.text(), analyzer);
            Set<String> coloured = CaptionQuery.parse(sought.text(), analyzer).wanted().stream()
                    .filter(word -> things.colours().containsKey(word.term()))
                    .map(CaptionQuery.Word::text)
                    .collect(Collectors.toSet());
            return new Judge(sought, things, coloured, analyzer, minCoverage);
        }

        SceneHit hit(ScoredScene scored) {
            boolean otherColour = scored.matched().stream().anyMatch(coloured::contains)
                    && things.differFrom(ColouredThings.of(scored.scene().caption(), analyzer));
            return new SceneHit(
                    scored,
                    scored.coverage() >= minCoverage,
                    Evidence.byMeaning(sought.chance().deviations(scored.cosine())),
                    otherColour,
                    Evidence.of(scored, sought.chance(), otherColour));
        }
    }
}
