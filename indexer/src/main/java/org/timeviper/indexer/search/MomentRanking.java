package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.SceneQuery;
import org.timeviper.indexer.index.ScoredScene;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.ColouredThings;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentMerging;
import org.timeviper.search.lucene.ReciprocalRankFusion;
import org.timeviper.search.lucene.TimedHit;

/** Ranks scenes by words and by meaning, fuses the two rankings by reciprocal rank, and joins what is close in time into moments. */
public final class MomentRanking {

    /** How deep each ranking is read before fusing. */
    private static final int DEPTH = 100;

    /** A caption that holds less of the query's words than this is not ranked by words: one chance word must not lift it over a caption that means the same. */
    private static final double MIN_COVERAGE = 0.5;

    /** Neighbours at most 2 s apart that answer about as well make one moment of at most a minute. */
    private static final MomentMerging MERGING = new MomentMerging(2, 0.8, 60, 0.5);

    private static final ReciprocalRankFusion FUSION = new ReciprocalRankFusion(ReciprocalRankFusion.USUAL_K);

    private final CaptionAnalyzer analyzer = new CaptionAnalyzer();
    private final SceneIndex index;
    private final SentenceEmbedder embedder;
    private final Background background;

    @Inject
    public MomentRanking(SceneIndex index, SentenceEmbedder embedder, Background background) {
        this.index = index;
        this.embedder = embedder;
        this.background = background;
    }

    /**
     * Finds moments.
     *
     * @param text what is looked for, not blank
     * @param videoId only in this video; empty for all
     * @return best first; each moment's best hit says why it matched
     */
    List<FoundMoment<SceneHit>> rank(String text, Optional<String> videoId) {
        float[] vector = embedder.embed(text);
        SceneQuery query = new SceneQuery(text, vector, videoId);
        Understood understood = new Understood(vector, background.chance(vector), ColouredThings.of(text, analyzer));
        List<SceneHit> words = index.words(query, DEPTH).stream()
                .filter(hit -> hit.coverage() >= MIN_COVERAGE)
                .map(hit -> hit(hit, understood))
                .toList();
        List<SceneHit> meaning = index.meaning(query, DEPTH).stream()
                .map(hit -> hit(hit, understood))
                .toList();
        return MERGING.merge(
                FUSION.fuse(List.of(words, meaning), hit -> hit.scene().id()).stream()
                        .map(MomentRanking::timed)
                        .toList());
    }

    /** What every hit of one query is held against. */
    private record Understood(float[] vector, Background.Chance chance, ColouredThings things) {}

    private SceneHit hit(ScoredScene hit, Understood query) {
        double cosine = Vectors.dot(query.vector(), hit.scene().vector());
        boolean otherColour =
                query.things().differFrom(ColouredThings.of(hit.scene().caption(), analyzer));
        return new SceneHit(
                hit.scene(),
                hit.matched(),
                hit.coverage() >= MIN_COVERAGE,
                Evidence.byMeaning(query.chance().deviations(cosine)),
                Evidence.of(hit, cosine, query.chance(), otherColour));
    }

    private static TimedHit<SceneHit> timed(ReciprocalRankFusion.Fused<SceneHit> fused) {
        SceneHit hit = fused.item();
        return new TimedHit<>(
                hit.scene().videoId(),
                hit.scene().start(),
                hit.scene().end(),
                fused.score(),
                hit.evidence().relevance(),
                hit);
    }
}
