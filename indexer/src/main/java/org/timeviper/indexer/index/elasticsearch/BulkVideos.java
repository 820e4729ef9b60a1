package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.transport.BackoffPolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;

/**
 * Writes many videos in few requests. The caller waits while enough is under way; what the cluster turns away for want of room is sent again, more slowly each time.
 */
final class BulkVideos implements AutoCloseable {

    private static final long BYTES_OF_A_REQUEST = 5L << 20;
    private static final int VIDEOS_OF_A_REQUEST = 200;
    private static final int REQUESTS_UNDER_WAY = 2;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final int TRIES = 8;

    private final ClusterConnection cluster;
    private final VideoWriter writer;
    private final BulkIngester<Void> ingester;
    private final AtomicReference<IndexUnavailable> failure = new AtomicReference<>();

    BulkVideos(ClusterConnection cluster, VideoWriter writer, String alias) {
        this.cluster = cluster;
        this.writer = writer;
        this.ingester = BulkIngester.of(bulk -> bulk.client(cluster.client())
                .globalSettings(all -> all.index(alias).requireAlias(true))
                .maxSize(BYTES_OF_A_REQUEST)
                .maxOperations(VIDEOS_OF_A_REQUEST)
                .maxConcurrentRequests(REQUESTS_UNDER_WAY)
                .backoffPolicy(BackoffPolicy.exponentialBackoff(FIRST_PAUSE_MILLIS, TRIES))
                .listener(new Failures()));
    }

    /** @throws IndexUnavailable if something that was written before has failed for good */
    void replace(String videoId, List<SceneDocument> scenes) {
        writer.check(videoId, scenes);
        throwFailure();
        ingester.add(writer.operation(videoId, scenes));
    }

    /** Waits until everything is written. */
    void finish() {
        ingester.close();
        throwFailure();
    }

    @Override
    public void close() {
        ingester.close();
    }

    private void throwFailure() {
        IndexUnavailable failed = failure.get();
        if (failed != null) {
            throw new IndexUnavailable(failed.getMessage(), failed);
        }
    }

    private final class Failures implements BulkListener<Void> {

        @Override
        public void beforeBulk(long number, BulkRequest request, List<Void> contexts) {}

        @Override
        public void afterBulk(long number, BulkRequest request, List<Void> contexts, BulkResponse response) {
            response.items().stream()
                    .filter(item -> item.error() != null)
                    .findFirst()
                    .map(BulkVideos.this::refused)
                    .ifPresent(refused -> failure.compareAndSet(null, refused));
        }

        @Override
        public void afterBulk(long number, BulkRequest request, List<Void> contexts, Throwable broken) {
            failure.compareAndSet(
                    null,
                    new IndexUnavailable(
                            cluster.home() + " cannot take many videos at once: " + broken.getMessage(), broken));
        }
    }

    private IndexUnavailable refused(BulkResponseItem item) {
        return new IndexUnavailable(
                cluster.home() + " cannot take video " + item.id() + ": "
                        + item.error().reason() + " (status " + item.status() + ")",
                null);
    }
}
