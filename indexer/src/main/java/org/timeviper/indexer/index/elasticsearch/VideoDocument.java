package org.timeviper.indexer.index.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.search.lucene.CaptionAnalyzer;
import org.timeviper.search.lucene.CaptionTerms;
import org.timeviper.search.lucene.CompletionTerms;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

/** A video with its scenes as the cluster takes it: names and values of JSON. */
final class VideoDocument {

    private VideoDocument() {}

    /** @param scenes all of one video, at least one */
    static Map<String, Object> of(List<SceneDocument> scenes, CaptionAnalyzer analyzer) {
        IndexedVideo video = scenes.getFirst().scene().video();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("video", video.id());
        putFacets(document, video);
        document.put("scene_count", scenes.size());
        List<String> captions =
                scenes.stream().map(scene -> scene.scene().caption()).toList();
        document.put(CompletionTerms.FIELD, CompletionTerms.of(video, captions, analyzer));
        List<Map<String, Object>> nested = new ArrayList<>();
        scenes.forEach(scene -> nested.add(nested(scene.scene(), scene.vector(), analyzer)));
        document.put("scenes", nested);
        return document;
    }

    private static Map<String, Object> nested(Scene scene, float[] vector, CaptionAnalyzer analyzer) {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("id", scene.id());
        nested.put("video", scene.video().id());
        nested.put("name", scene.video().name());
        putFacets(nested, scene.video());
        if (!scene.video().metadata().isEmpty()) {
            nested.put("metadata", scene.video().metadata());
        }
        nested.put("labels", scene.video().labels());
        nested.put("created", scene.video().created().toEpochMilli());
        nested.put("duration", scene.video().durationSeconds());
        nested.put("start", scene.start());
        nested.put("end", scene.end());
        nested.put("kind", scene.kind());
        nested.put("caption", scene.caption());
        nested.put("terms", CaptionTerms.of(scene.caption(), analyzer));
        nested.put("vector", vector);
        nested.put("confidence", scene.confidence());
        nested.put("frames_seen", scene.framesSeen());
        nested.put("frames_total", scene.framesTotal());
        return nested;
    }

    private static void putFacets(Map<String, Object> document, IndexedVideo video) {
        if (!video.collection().isEmpty()) {
            document.put("collection", video.collection());
        }
        if (!video.tags().isEmpty()) {
            document.put("tags", video.tags());
        }
        if (!video.language().isEmpty()) {
            document.put("language", video.language());
        }
    }
}
