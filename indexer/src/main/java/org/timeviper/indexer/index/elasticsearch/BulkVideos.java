package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;

/**
 * Writes many videos in few requests. The caller waits while enough is under way; what the cluster turns away for want of room is sent again, in smaller requests and
 * more slowly each time. A video that somebody else has written or deleted meanwhile is left as it is. For one thread.
 */
final class BulkVideos implements AutoCloseable {

    private static final long BYTES_OF_A_REQUEST = 5L << 20;
    private static final int VIDEOS_OF_A_REQUEST = 200;
    private static final int REQUESTS_UNDER_WAY = 2;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** How often in a row nothing may be taken at all: some 40 seconds. */
    private static final int TRIES = 13;

    private final ClusterConnection cluster;
    private final VideoWriter writer;
    private final String alias;
    private final ExecutorService senders = Executors.newFixedThreadPool(
            REQUESTS_UNDER_WAY, Thread.ofPlatform().daemon().name("bulk-", 1).factory());
    private final Semaphore free = new Semaphore(REQUESTS_UNDER_WAY);
    private final AtomicReference<IndexUnavailable> failure = new AtomicReference<>();
    private List<VideoWriter.Operation> waiting = new ArrayList<>();
    private long bytes;

    BulkVideos(ClusterConnection cluster, VideoWriter writer, String alias) {
        this.cluster = cluster;
        this.writer = writer;
        this.alias = alias;
    }

    /** @throws IndexUnavailable if something that was written before has failed for good */
    void replace(String videoId, List<SceneDocument> scenes) {
        writer.check(videoId, scenes);
        throwFailure();
        VideoWriter.Operation operation = writer.operation(videoId, scenes);
        waiting.add(operation);
        bytes += operation.bytes();
        if (bytes >= BYTES_OF_A_REQUEST || waiting.size() >= VIDEOS_OF_A_REQUEST) {
            send();
        }
    }

    private void send() {
        List<BulkOperation> batch =
                waiting.stream().map(VideoWriter.Operation::written).toList();
        waiting = new ArrayList<>();
        bytes = 0;
        if (batch.isEmpty()) {
            return;
        }
        free.acquireUninterruptibly();
        senders.execute(() -> {
            try {
                write(batch);
            } catch (IndexUnavailable e) {
                failure.compareAndSet(null, e);
            } catch (InterruptedException | RuntimeException e) {
                failure.compareAndSet(null, new IndexUnavailable("Writing many videos was broken off: " + e, e));
            } finally {
                free.release();
            }
        });
    }

    private void write(List<BulkOperation> batch) throws InterruptedException {
        List<List<BulkOperation>> left = List.of(batch);
        int inVain = 0;
        while (!left.isEmpty()) {
            List<List<BulkOperation>> refused = new ArrayList<>();
            for (List<BulkOperation> part : left) {
                refused.addAll(halves(refused(part, inVain == TRIES)));
            }
            inVain = videos(refused) < videos(left) ? 0 : inVain + 1;
            left = refused;
            if (!left.isEmpty()) {
                Thread.sleep(Math.min(FIRST_PAUSE_MILLIS << inVain, LONGEST_PAUSE_MILLIS));
            }
        }
    }

    private static int videos(List<List<BulkOperation>> parts) {
        return parts.stream().mapToInt(List::size).sum();
    }

    /** A request may be larger than all the room there is. */
    private static List<List<BulkOperation>> halves(List<BulkOperation> part) {
        int half = (part.size() + 1) / 2;
        return Stream.of(part.subList(0, half), part.subList(half, part.size()))
                .filter(some -> !some.isEmpty())
                .toList();
    }

    /** Sends a part and gives what there was no room for. */
    private List<BulkOperation> refused(List<BulkOperation> part, boolean last) {
        List<BulkResponseItem> items;
        try {
            items = cluster.send(
                            "take many videos at once",
                            client -> client.bulk(
                                    bulk -> bulk.index(alias).requireAlias(true).operations(part)))
                    .items();
        } catch (IndexUnavailable e) {
            if (last || !ClusterConnection.overloaded(e)) {
                throw e;
            }
            return part;
        }
        List<BulkOperation> again = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BulkResponseItem item = items.get(i);
            if (item.error() != null && !newerThere(item)) {
                if (last || !roomLater(item)) {
                    throw cannotTake(item);
                }
                again.add(part.get(i));
            }
        }
        return again;
    }

    private static boolean roomLater(BulkResponseItem item) {
        return item.status() == 429
                && !ClusterConnection.BLOCKED.equals(item.error().type());
    }

    private static boolean newerThere(BulkResponseItem item) {
        return item.status() == 409;
    }

    private IndexUnavailable cannotTake(BulkResponseItem item) {
        return new IndexUnavailable(
                cluster.home() + " cannot take video " + item.id() + ": "
                        + item.error().reason() + " (status " + item.status() + ")",
                null);
    }

    private void throwFailure() {
        IndexUnavailable failed = failure.get();
        if (failed != null) {
            throw new IndexUnavailable(failed.getMessage(), failed);
        }
    }

    /** Waits until everything is written. */
    void finish() {
        throwFailure();
        send();
        free.acquireUninterruptibly(REQUESTS_UNDER_WAY);
        free.release(REQUESTS_UNDER_WAY);
        throwFailure();
    }

    /** Ends, and breaks off what is not {@linkplain #finish finished}; nothing is written any more when it returns. */
    @Override
    public void close() {
        senders.shutdownNow();
        free.acquireUninterruptibly(REQUESTS_UNDER_WAY);
        free.release(REQUESTS_UNDER_WAY);
    }
}
