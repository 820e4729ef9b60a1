package org.timeviper.indexer.benchmark.transv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.timeviper.model.cost.Dropping;

/** The report as aligned text: a block for each length of film, a line for each dropping. */
public final class TransvTable {

    private static final String ROW = "%-32s%10s%14s%19s%12s%15s";
    private static final double BYTES_A_MEBIBYTE = 1024.0 * 1024;

    private TransvTable() {}

    /** @return lines without line ends */
    public static List<String> of(TransvReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d tokens a frame, float32, %d processors; the vision part took %s ms a frame, which are not counted below",
                report.model(),
                report.tokensPerFrame(),
                report.processors(),
                number(report.vision().millisPerFrame())));
        lines.add(String.format(
                Locale.ROOT,
                "%d different frames of %s, repeated; medians of %d prefills and of %d × %d decode steps",
                report.vision().frames(),
                String.join(", ", report.vision().films()),
                report.repeats(),
                report.repeats(),
                report.steps()));
        for (int frames : report.cells().stream()
                .map(TransvReport.Cell::frames)
                .distinct()
                .toList()) {
            block(report, frames, lines);
        }
        return lines;
    }

    private static void block(TransvReport report, int frames, List<String> lines) {
        List<TransvReport.Cell> cells =
                report.cells().stream().filter(cell -> cell.frames() == frames).toList();
        lines.add("");
        lines.add(row(
                String.format(
                        Locale.ROOT,
                        "%,d frames, %,d tokens",
                        frames,
                        cells.getFirst().visionTokens()),
                "kept",
                "prefill, ms",
                "decode, ms/token",
                "peak, MiB",
                "of it loaded"));
        cells.forEach(cell -> lines.add(line(cell)));
    }

    private static String line(TransvReport.Cell cell) {
        String name =
                new Dropping(Dropping.Kind.valueOf(cell.dropping().toUpperCase(Locale.ROOT)), cell.schedule()).title();
        if (cell.failure() != null) {
            return String.format(Locale.ROOT, "%-32s  %s", name, cell.failure());
        }
        return row(
                name,
                String.format(Locale.ROOT, "%,d", cell.keptTokens()),
                number(cell.prefillMillis()),
                number(cell.decodeMillisPerToken()),
                mebibytes(cell.peakBytes()),
                mebibytes(cell.loadedBytes()));
    }

    private static String row(String... columns) {
        return String.format(Locale.ROOT, ROW, (Object[]) columns);
    }

    private static String mebibytes(Long bytes) {
        return Objects.isNull(bytes) ? "?" : String.format(Locale.ROOT, "%,.0f", bytes / BYTES_A_MEBIBYTE);
    }

    /** A number with about three digits that tell. */
    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
