package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.search.lucene.CaptionAnalyzer;

/** Writes videos, each as one document. */
final class VideoWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long OLDEST = 1;

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

    /**
     * Writes a video, or deletes it if it has no scenes.
     *
     * @return the name of the index that this was done in; none if there is nothing to delete from
     */
    Set<String> replace(String alias, String videoId, List<SceneDocument> scenes, Refresh refresh) {
        if (scenes.isEmpty()) {
            return delete(alias, videoId, refresh);
        }
        Map<String, Object> document = VideoDocument.of(scenes, analyzer);
        return Set.of(cluster.send(
                        "publish a video",
                        client -> client.index(index -> index.index(alias)
                                .requireAlias(true)
                                .id(videoId)
                                .routing(videoId)
                                .document(document)
                                .refresh(refresh)))
                .index());
    }

    private Set<String> delete(String alias, String videoId, Refresh refresh) {
        try {
            return Set.of(cluster.send(
                            "delete a video",
                            client -> client.delete(delete -> delete.index(alias)
                                    .id(videoId)
                                    .routing(videoId)
                                    .refresh(refresh)))
                    .index());
        } catch (IndexUnavailable e) {
            if (ClusterConnection.status(e) != 404) {
                throw e;
            }
            return Set.of();
        }
    }

    /**
     * A part of a bulk request.
     *
     * @param written the part
     * @param bytes its size
     */
    record Operation(BulkOperation written, long bytes) {}

    /**
     * Writes a video as a part of a bulk request, unless the index has something of it or has had it and deleted it: that is newer than what waits in a batch, so the
     * cluster is told that this is the oldest version there can be.
     */
    Operation operation(String videoId, List<SceneDocument> scenes) {
        if (scenes.isEmpty()) {
            return new Operation(
                    BulkOperation.of(
                            bulk -> bulk.delete(delete -> delete.id(videoId).routing(videoId))),
                    videoId.length());
        }
        BinaryData document = json(VideoDocument.of(scenes, analyzer));
        return new Operation(
                BulkOperation.of(bulk -> bulk.index(index -> index.id(videoId)
                        .routing(videoId)
                        .version(OLDEST)
                        .versionType(VersionType.External)
                        .document(document))),
                document.size());
    }

    private static BinaryData json(Map<String, Object> document) {
        try {
            return BinaryData.of(JSON.writeValueAsBytes(document), ContentType.APPLICATION_JSON);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A video cannot be written as JSON", e);
        }
    }

    void refresh(String alias) {
        cluster.send("make its changes visible", client -> client.indices().refresh(refresh -> refresh.index(alias)));
    }
}
