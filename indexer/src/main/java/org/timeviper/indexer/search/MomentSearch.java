package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import java.util.List;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.SoughtScene;

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
     * @param text what is looked for, not blank
     * @param filter which videos may answer
     * @return best first; each moment's best hit says why it matched
     */
    List<FoundMoment<SceneHit>> find(String text, SceneFilter filter) {
        float[] vector = embedder.embed(text);
        SoughtScene sought = new SoughtScene(text, vector, background.chance(vector));
        return index.moments(new MomentQuery(sought, filter, MomentRanking.USUAL));
    }
}
