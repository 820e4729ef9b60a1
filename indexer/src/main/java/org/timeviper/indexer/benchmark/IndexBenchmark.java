package org.timeviper.indexer.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.MomentRanking;
import org.timeviper.search.lucene.SoughtMoments;
import org.timeviper.search.lucene.SoughtScene;
import org.timeviper.search.lucene.TemporalExpression;

/**
 * Loads a generated archive into an index and times searches in it.
 *
 * <p>What is loaded is measured when it has come to rest: an index that was just written goes on merging its segments for a while. Every operation is first run without being timed, so that the machine's code is compiled and the index is in memory; then all queries are run once for each
 * number of clients. A client begins its next call when its last one is answered.
 */
public final class IndexBenchmark {

    /** How many scenes each ranking is read to, and how many a page has. */
    private static final int DEPTH = MomentRanking.USUAL.depth();

    private static final int PAGE = 50;
    private static final double SEQUENCE_SECONDS = 60;

    private static final double NANOSECONDS_A_SECOND = 1e9;

    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Extent extent;
    private final Watcher watcher;

    /**
     * How much is measured.
     *
     * @param queries how many different queries
     * @param recallQueries how many of them are also compared with every vector
     * @param clients how many clients search at the same time, one after the other
     */
    public record Extent(int queries, int recallQueries, List<Integer> clients) {

        /** @throws IllegalArgumentException if a number is less than 1 */
        public Extent {
            clients = List.copyOf(clients);
            if (queries < 1
                    || recallQueries < 1
                    || clients.isEmpty()
                    || clients.stream().anyMatch(number -> number < 1)) {
                throw new IllegalArgumentException("A measurement needs one query and one client at least, not "
                        + queries + " queries and " + clients + " clients.");
            }
        }
    }

    /** Is told how far the benchmark is. */
    public interface Watcher {

        /**
         * @param what what is being done
         * @param percent 0 to 100 of it
         */
        void at(String what, double percent);
    }

    private record Operation(String name, Consumer<ArchiveQuery> call) {}

    public IndexBenchmark(Extent extent, Watcher watcher) {
        this.extent = extent;
        this.watcher = watcher;
    }

    /**
     * Loads and measures one archive.
     *
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be read or written
     */
    public IndexReport measure(GeneratedArchive archive, IndexHome home) {
        Optional<Double> seconds;
        try (BenchmarkedIndex loading = home.open(archive)) {
            seconds = load(archive, loading.index());
        }
        try (BenchmarkedIndex subject = home.open(archive)) {
            List<ArchiveQuery> queries = archive.queries(extent.queries());
            Recall recall = recall(archive, subject.index(), queries);
            List<IndexReport.Operation> timed = new ArrayList<>();
            try (PlainSearch plain = subject.plain()) {
                for (Operation operation : operations(subject.index(), plain, queries)) {
                    timed.add(time(operation, queries));
                }
            }
            return new IndexReport(
                    archive.scenes(),
                    archive.videos(),
                    seconds.orElse(null),
                    seconds.map(taken -> archive.scenes() / taken).orElse(null),
                    subject.bytes(),
                    (double) subject.bytes() / archive.scenes(),
                    recall,
                    timed);
        }
    }

    /** Writes the archive unless it is there already. Returns the seconds it took. */
    private Optional<Double> load(GeneratedArchive archive, SceneIndex index) {
        if (index.staleness().isEmpty() && index.size() == archive.scenes()) {
            return Optional.empty();
        }
        long began = System.nanoTime();
        AtomicInteger written = new AtomicInteger();
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            archive.forEachVideo((video, scenes) -> {
                anew.replace(video, scenes);
                watcher.at("loading", 100.0 * written.addAndGet(scenes.size()) / archive.scenes());
            });
            anew.complete();
        }
        return Optional.of((System.nanoTime() - began) / NANOSECONDS_A_SECOND);
    }

    private Recall recall(GeneratedArchive archive, SceneIndex index, List<ArchiveQuery> queries) {
        watcher.at("comparing with every vector", 0);
        List<float[]> vectors = queries.stream()
                .limit(extent.recallQueries())
                .map(query -> query.sought().vector())
                .toList();
        return ExactNeighbours.in(archive, vectors, 100).recall(index);
    }

    /** What is timed, in the order of the report. */
    private static List<Operation> operations(SceneIndex index, PlainSearch plain, List<ArchiveQuery> queries) {
        return List.of(
                new Operation("words", query -> index.words(query.everywhere(), DEPTH)),
                new Operation("vectors", query -> index.meaning(query.everywhere(), DEPTH)),
                new Operation("hybrid", query -> index.moments(moments(query.sought(), SceneFilter.NONE))),
                new Operation("hybrid, filtered", query -> index.moments(moments(query.sought(), query.filter()))),
                new Operation("A then B in 60 s", query -> index.moments(sequence(query, queries))),
                new Operation("facets", query -> index.facets(query.sought().text(), SceneFilter.NONE)),
                new Operation(
                        "page", query -> index.page(query.sought().text(), SceneFilter.NONE, Optional.empty(), PAGE)),
                new Operation("page of all", query -> index.page("", SceneFilter.NONE, Optional.empty(), PAGE)),
                new Operation(
                        "plain bool + kNN",
                        query -> plain.search(
                                query.sought().text(), query.sought().vector(), DEPTH)));
    }

    private static MomentQuery moments(SoughtScene sought, SceneFilter filter) {
        return new MomentQuery(SoughtMoments.of(sought), filter, MomentRanking.USUAL);
    }

    /** What one query looks for and then what the next one does. */
    private static MomentQuery sequence(ArchiveQuery query, List<ArchiveQuery> queries) {
        SoughtScene first = query.sought();
        SoughtScene second =
                queries.get((queries.indexOf(query) + 1) % queries.size()).sought();
        TemporalExpression expression = new TemporalExpression.Operand(first.text())
                .then(new TemporalExpression.Operand(second.text()), SEQUENCE_SECONDS);
        Map<String, SoughtScene> scenes = new LinkedHashMap<>();
        scenes.put(first.text(), first);
        scenes.put(second.text(), second);
        return new MomentQuery(new SoughtMoments(expression, scenes), SceneFilter.NONE, MomentRanking.USUAL);
    }

    private IndexReport.Operation time(Operation operation, List<ArchiveQuery> queries) {
        watcher.at("warming up: " + operation.name(), 0);
        run(operation, queries, extent.clients().getFirst());
        Map<Integer, Latencies> latencies = new LinkedHashMap<>();
        for (int clients : extent.clients()) {
            watcher.at(
                    "timing: " + operation.name(),
                    100.0 * latencies.size() / extent.clients().size());
            latencies.put(clients, run(operation, queries, clients));
        }
        return new IndexReport.Operation(operation.name(), latencies);
    }

    private static Latencies run(Operation operation, List<ArchiveQuery> queries, int clients) {
        AtomicInteger next = new AtomicInteger();
        long[] taken = new long[queries.size()];
        long processor = MACHINE.getProcessCpuTime();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> {
                    for (int q = next.getAndIncrement(); q < taken.length; q = next.getAndIncrement()) {
                        long call = System.nanoTime();
                        operation.call().accept(queries.get(q));
                        taken[q] = System.nanoTime() - call;
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
            return Latencies.of(taken, System.nanoTime() - began, MACHINE.getProcessCpuTime() - processor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The measurement was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
