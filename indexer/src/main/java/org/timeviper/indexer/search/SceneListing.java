package org.timeviper.indexer.search;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.timeviper.api.SceneView;
import org.timeviper.api.Scenes;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.ScenePage;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionHighlights;
import org.timeviper.search.lucene.CaptionQuery;
import org.timeviper.search.lucene.Scene;

/** Lists all scenes that hold a query's words, page by page, in the order and with the guarantees of {@link SceneIndex#page}. */
@Singleton
public final class SceneListing {

    private final SceneIndex index;
    private final CaptionAnalyzer analyzer;

    @Inject
    public SceneListing(SceneIndex index, CaptionAnalyzer analyzer) {
        this.analyzer = analyzer;
        this.index = index;
    }

    /**
     * Reads a page.
     *
     * @param typed what a person typed; blank for all scenes
     * @param filter which videos may answer
     * @param cursor what the page before gave; empty for the first page
     * @param size how many scenes at most, 1 or more
     * @throws IllegalArgumentException if no page follows the cursor
     */
    public Scenes page(String typed, SceneFilter filter, Optional<String> cursor, int size) {
        String text = QueryText.of(typed).text();
        CaptionHighlights highlights = new CaptionHighlights(CaptionQuery.parse(text, analyzer), analyzer);
        ScenePage page = index.page(text, filter, cursor, size);
        return new Scenes(
                page.scenes().stream().map(scene -> view(scene, highlights)).toList(),
                page.next().orElse(null));
    }

    private static SceneView view(Scene scene, CaptionHighlights highlights) {
        String video = scene.video().id();
        return new SceneView(
                video,
                scene.video().name(),
                scene.start(),
                scene.end(),
                scene.kind(),
                scene.caption(),
                Marks.of(highlights, scene.caption()),
                scene.confidence(),
                Links.thumbnail(video, (scene.start() + scene.end()) / 2),
                Links.play(video, scene.start(), scene.end()));
    }
}
