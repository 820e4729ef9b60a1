package org.timeviper.indexer.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.timeviper.indexer.benchmark.ClusterHome;
import org.timeviper.indexer.benchmark.EmbeddedHome;
import org.timeviper.indexer.benchmark.GeneratedArchive;
import org.timeviper.indexer.benchmark.IndexBenchmark;
import org.timeviper.indexer.benchmark.IndexHome;
import org.timeviper.indexer.benchmark.IndexReport;
import org.timeviper.indexer.benchmark.ReportTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the search index on archives that are generated for it. */
@Command(
        name = "index",
        header = "Measures the search index on generated archives: loading, size, recall and latencies.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper bench index                                       10,000 scenes, some 50 hours of film",
            "  timeviper bench index --scenes 10000,100000,1000000         how latency grows",
            "  timeviper bench index --scenes 1000000 --folder /var/tmp/b  keeps the index, to measure it again",
            "  timeviper bench index --elasticsearch http://localhost:9200 --shards 3",
            "  timeviper bench index --json | jq '.archives[].operations'",
            "",
            "Nothing of a library is read or written. 1,000,000 scenes take some 3 GB of disk. The last row is what plain"
                    + " queries of words and vectors take whose hits the client joins."
        })
final class BenchIndexCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--scenes",
            split = ",",
            defaultValue = "10000",
            description = "How many scenes; several sizes give one column each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> scenes;

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "1,4,16",
            description = "How many clients search at the same time. Default: ${DEFAULT-VALUE}.")
    private List<Integer> clients;

    @Option(
            names = "--queries",
            defaultValue = "500",
            description = "How many different queries. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(
            names = "--recall-queries",
            defaultValue = "100",
            description = "How many of them are also compared with every vector. Default: ${DEFAULT-VALUE}.")
    private int recallQueries;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another seed, another archive. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--folder",
            description = "Where the indexes are kept and found again. Default: a temporary folder that is removed.")
    private Path folder;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description = "Measures indexes on this cluster instead; they are kept there, to be measured again.")
    private URI cluster;

    @Option(
            names = "--shards",
            defaultValue = "1",
            description = "Primary shards of an index on a cluster. Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Option(
            names = "--vectors",
            defaultValue = "int8_hnsw",
            description =
                    "How a cluster keeps vectors: int8_hnsw, int4_hnsw, bbq_hnsw or hnsw. Default: ${DEFAULT-VALUE}.")
    private String vectors;

    @Option(
            names = "--json",
            description = "Prints {\"home\",\"archives\":[{\"scenes\",\"operations\",…}]}, milliseconds.")
    private boolean json;

    BenchIndexCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Report(
            String home, int processors, long heapBytes, boolean vectorModule, List<IndexReport> archives) {}

    @Override
    public Integer call() {
        IndexBenchmark.Extent extent = extent();
        if (cluster != null) {
            measure(new ClusterHome(cluster, shards, vectors), extent);
            return ExitCode.DONE;
        }
        if (folder != null) {
            measure(new EmbeddedHome(folder), extent);
            return ExitCode.DONE;
        }
        try (TemporaryFolder temporary = TemporaryFolder.create("timeviper-bench")) {
            measure(new EmbeddedHome(temporary.path()), extent);
            return ExitCode.DONE;
        }
    }

    private IndexBenchmark.Extent extent() {
        if (scenes.stream().anyMatch(size -> size < 1)) {
            throw new ParameterException(spec.commandLine(), "--scenes must be 1 or more.");
        }
        try {
            return new IndexBenchmark.Extent(queries, recallQueries, clients);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void measure(IndexHome home, IndexBenchmark.Extent extent) {
        List<IndexReport> reports = new ArrayList<>();
        try (ProgressLine progress = new ProgressLine(terminal)) {
            for (int size : scenes) {
                IndexBenchmark benchmark = new IndexBenchmark(
                        extent,
                        (what, percent) ->
                                progress.show(String.format(Locale.ROOT, "%,d scenes: %s", size, what), percent, null));
                reports.add(benchmark.measure(new GeneratedArchive(seed, size), home));
            }
        }
        Report report = new Report(
                home.name(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                vectorModule(),
                reports);
        if (json) {
            JsonOutput.write(terminal, report);
        } else {
            print(report);
        }
    }

    private void print(Report report) {
        terminal.line(
                "%s, %d processors, heap of at most %.1f GB, vector module %s",
                terminal.bold(report.home()),
                report.processors(),
                report.heapBytes() / 1e9,
                report.vectorModule() ? "on" : "off");
        terminal.line("");
        ReportTable.of(report.archives()).forEach(line -> terminal.line("%s", line));
    }

    private static boolean vectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
