package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.search.lucene.CaptionAnalyzer;

/** Writes videos, each as one document. */
final class VideoWriter {

    private final ClusterConnection cluster;
    private final CaptionAnalyzer analyzer;
    private final int dimensions;

    VideoWriter(ClusterConnection cluster, CaptionAnalyzer analyzer, int dimensions) {
        this.cluster = cluster;
        this.analyzer = analyzer;
        this.dimensions = dimensions;
    }

    /** @throws IllegalArgumentException if a scene belongs to another video or its vector has the wrong length or not length one */
    void check(String videoId, List<SceneDocument> scenes) {
        scenes.forEach(scene -> scene.check(videoId, dimensions));
    }

    /** Writes a video, or deletes it if it has no scenes. */
    void replace(String alias, String videoId, List<SceneDocument> scenes, Refresh refresh) {
        if (scenes.isEmpty()) {
            delete(alias, videoId, refresh);
            return;
        }
        Map<String, Object> document = VideoDocument.of(scenes, analyzer);
        cluster.send(
                "publish a video",
                client -> client.index(index -> index.index(alias)
                        .requireAlias(true)
                        .id(videoId)
                        .routing(videoId)
                        .document(document)
                        .refresh(refresh)));
    }

    private void delete(String alias, String videoId, Refresh refresh) {
        try {
            cluster.send(
                    "delete a video",
                    client -> client.delete(delete ->
                            delete.index(alias).id(videoId).routing(videoId).refresh(refresh)));
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) != 404) {
                throw e;
            }
        }
    }

    /** The same as an operation of a bulk request. */
    BulkOperation operation(String videoId, List<SceneDocument> scenes) {
        if (scenes.isEmpty()) {
            return BulkOperation.of(
                    bulk -> bulk.delete(delete -> delete.id(videoId).routing(videoId)));
        }
        Map<String, Object> document = VideoDocument.of(scenes, analyzer);
        return BulkOperation.of(
                bulk -> bulk.index(index -> index.id(videoId).routing(videoId).document(document)));
    }

    void refresh(String alias) {
        cluster.send("make its changes visible", client -> client.indices().refresh(refresh -> refresh.index(alias)));
    }
}
