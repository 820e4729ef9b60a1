package org.timeviper.indexer.benchmark.transv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.cost.PrefillResult;

/** The report as aligned text: a block for each length of film, a line for each dropping. */
public final class TransvTable {

    private static final String ROW = "%-28s%10s%11s%13s%15s%11s%11s%11s%15s%11s%11s";
    private static final String CARD = "%11s";
    private static final double BYTES_A_MEBIBYTE = 1024.0 * 1024;

    private TransvTable() {}

    /** @return lines without line ends */
    public static List<String> of(TransvReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s, %d tokens a frame, %s on %s, %d processors; vision, Mamba, attention and MLP in ms a frame",
                report.model(),
                report.tokensPerFrame(),
                report.precision(),
                report.device(),
                report.processors()));
        lines.add(String.format(
                Locale.ROOT,
                "%d different frames of %s, repeated; the middle one of %d prefills, with %d decode steps behind it",
                report.films().frames(),
                String.join(", ", report.films().names()),
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
                report,
                String.format(
                        Locale.ROOT,
                        "%,d frames, %,d tokens",
                        frames,
                        cells.getFirst().visionTokens()),
                "kept",
                "vision",
                "prefill, ms",
                "processor, ms",
                "Mamba",
                "attention",
                "MLP",
                "decode, ms/tok",
                "peak, MiB",
                "loaded",
                "card, MiB"));
        cells.forEach(cell -> lines.add(line(cell, report)));
    }

    private static String line(TransvReport.Cell cell, TransvReport report) {
        String name =
                new Dropping(Dropping.Kind.valueOf(cell.dropping().toUpperCase(Locale.ROOT)), cell.schedule()).title();
        if (cell.failure() != null) {
            return String.format(Locale.ROOT, "%-28s  %s", name, cell.failure());
        }
        PrefillResult measured = cell.measured();
        return row(
                report,
                name,
                String.format(Locale.ROOT, "%,d", measured.keptTokens()),
                number(measured.visionMillis() / cell.frames()),
                number(measured.prefillMillis()),
                number(measured.prefillProcessorMillis()),
                number(measured.mambaMillis() / cell.frames()),
                number(measured.attentionMillis() / cell.frames()),
                number(measured.mlpMillis() / cell.frames()),
                number(measured.decodeMillisPerToken()),
                mebibytes(measured.peakBytes()),
                mebibytes(measured.loadedBytes()),
                mebibytes(measured.cardBytes()));
    }

    /** A line; what stands in the last column is told of a card only. */
    private static String row(TransvReport report, String... columns) {
        String row = report.device().equals("cpu") ? ROW : ROW + CARD;
        return String.format(Locale.ROOT, row, (Object[]) columns);
    }

    private static String mebibytes(Long bytes) {
        return Objects.isNull(bytes) ? "?" : String.format(Locale.ROOT, "%,.0f", bytes / BYTES_A_MEBIBYTE);
    }

    /** A number with about three digits that tell. */
    private static String number(double value) {
        return String.format(
                Locale.ROOT, value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
