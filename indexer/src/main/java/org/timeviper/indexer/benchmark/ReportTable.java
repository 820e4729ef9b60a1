package org.timeviper.indexer.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Reports as an aligned table, one block for each number of clients, one column for each archive: how latency grows is read from left to right. */
public final class ReportTable {

    private static final int NAME = 18;

    private ReportTable() {}

    /**
     * @param reports of one home, smallest archive first, at least one
     * @return lines without line ends
     */
    public static List<String> of(List<IndexReport> reports) {
        List<String> lines = new ArrayList<>();
        lines.add(row(
                "scenes",
                reports.stream()
                        .map(r -> String.format(Locale.ROOT, "%,d", r.scenes()))
                        .toList()));
        lines.add(row(
                "loaded, scenes/s",
                reports.stream()
                        .map(r -> r.scenesPerSecond() == null ? "earlier" : number(r.scenesPerSecond()))
                        .toList()));
        lines.add(row(
                "bytes/scene",
                reports.stream().map(r -> number(r.bytesPerScene())).toList()));
        lines.add(row(
                "recall@10", reports.stream().map(r -> share(r.recall().at10())).toList()));
        lines.add(row(
                "recall@100",
                reports.stream().map(r -> share(r.recall().at100())).toList()));
        for (int clients : clients(reports)) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "%d %s, milliseconds: p50, p95, p99; then processor time of one call",
                    clients,
                    clients == 1 ? "client" : "clients"));
            for (int o = 0; o < reports.getFirst().operations().size(); o++) {
                int operation = o;
                lines.add(row(
                        reports.getFirst().operations().get(operation).name(),
                        reports.stream()
                                .map(report ->
                                        times(report.operations().get(operation).latencies(), clients))
                                .toList()));
            }
        }
        return lines;
    }

    private static TreeSet<Integer> clients(List<IndexReport> reports) {
        return new TreeSet<>(
                reports.getFirst().operations().getFirst().latencies().keySet());
    }

    private static String times(Map<Integer, Latencies> latencies, int clients) {
        Latencies measured = latencies.get(clients);
        return padded(number(measured.p50()), 7)
                + padded(number(measured.p95()), 7)
                + padded(number(measured.p99()), 7)
                + padded(number(measured.processor()), 9);
    }

    private static String row(String name, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + NAME + "s", name));
        cells.forEach(cell -> line.append(padded(cell, 32)));
        return line.toString();
    }

    private static String padded(String cell, int width) {
        return String.format(Locale.ROOT, "%" + width + "s", cell);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** A number with about three digits that tell. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
