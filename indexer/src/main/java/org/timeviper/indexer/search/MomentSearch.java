package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;

/** Finds moments: embeds what is looked for, tells how near it comes to anything by chance, and asks the index. */
public final class MomentSearch {

    private final SceneIndex index;
    private final SentenceEmbedder embedder;
    private final Background background;

    @Inject
    public MomentSearch(SceneIndex index, SentenceEmbedder embedder, Background background) {
        this.index = index;
        this.embedder = embedder;
        this.background = background;
    }

    /**
     * Finds moments.
     *
     * @param sought what is looked for: a text, or several and how they stand in time
     * @param filter which videos may answer
     * @return best first, as deep as is usual; each moment's hits say why it matched
     */
    List<FoundMoment<SceneHit>> find(TemporalExpression sought, SceneFilter filter) {
        return tiers(sought, filter).next();
    }

    /**
     * Finds moments, as deep as they are asked for.
     *
     * @return the first tier is what {@link #find} gives
     */
    MomentTiers tiers(TemporalExpression sought, SceneFilter filter) {
        SoughtMoments embedded = new SoughtMoments(sought, scenes(sought));
        MomentRanking usual = MomentRanking.USUAL;
        IntFunction<List<FoundMoment<SceneHit>>> search =
                depth -> index.moments(new MomentQuery(embedded, filter, usual.withDepth(depth)));
        return embedded.single()
                ? MomentTiers.ofScenes(search, usual.merging())
                : MomentTiers.ofSequences(search, usual.merging(), index::size);
    }

    private Map<String, SoughtScene> scenes(TemporalExpression sought) {
        return sought.operands().stream()
                .map(TemporalExpression.Operand::text)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), this::scene));
    }

    private SoughtScene scene(String text) {
        float[] vector = embedder.embed(text);
        return new SoughtScene(text, vector, background.chance(vector));
    }
}
