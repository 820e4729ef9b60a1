package org.timeviper.indexer.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.search.lucene.FoundMoment;
import org.timeviper.search.lucene.SceneHit;
import org.timeviper.search.lucene.ScoredScene;

/** A real index in which a test changes one thing. */
public class ForwardedIndex implements SceneIndex {

    private final SceneIndex index;

    protected ForwardedIndex(SceneIndex index) {
        this.index = index;
    }

    @Override
    public void replace(String videoId, List<SceneDocument> scenes) {
        index.replace(videoId, scenes);
    }

    @Override
    public void delete(String videoId) {
        index.delete(videoId);
    }

    @Override
    public void purge() {
        index.purge();
    }

    @Override
    public long size() {
        return index.size();
    }

    @Override
    public Map<String, Long> scenesByVideo() {
        return index.scenesByVideo();
    }

    @Override
    public List<ScoredScene> words(SceneQuery query, int limit) {
        return index.words(query, limit);
    }

    @Override
    public List<ScoredScene> meaning(SceneQuery query, int limit) {
        return index.meaning(query, limit);
    }

    @Override
    public List<FoundMoment<SceneHit>> moments(MomentQuery query) {
        return index.moments(query);
    }

    @Override
    public Facets facets(String text, SceneFilter filter) {
        return index.facets(text, filter);
    }

    @Override
    public ScenePage page(String text, SceneFilter filter, Optional<String> cursor, int size) {
        return index.page(text, filter, cursor, size);
    }

    @Override
    public List<List<IndexedTerm>> completions(List<String> prefixes, int limit) {
        return index.completions(prefixes, limit);
    }

    @Override
    public void clear() {
        index.clear();
    }

    @Override
    public Optional<String> staleness() {
        return index.staleness();
    }

    @Override
    public Rewriting rewrite() {
        return index.rewrite();
    }

    @Override
    public void rebuilt() {
        index.rebuilt();
    }

    @Override
    public IndexHealth health() {
        return index.health();
    }

    @Override
    public void close() {
        index.close();
    }
}
