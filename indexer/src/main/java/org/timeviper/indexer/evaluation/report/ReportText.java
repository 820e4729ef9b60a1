package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as lines of text, for a terminal. */
public final class ReportText {

    private static final int NAME_WIDTH = 46;

    private ReportText() {}

    /** @return its lines, without line ends */
    public static List<String> of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %,d of %,d items answered by %s",
                report.title(),
                report.answered(),
                report.items(),
                report.run().model()));
        if (report.failed() > 0) {
            lines.add(String.format(
                    Locale.ROOT, "%,d items could not be looked at and count as wrong answers.", report.failed()));
        }
        lines.addAll(report.notes());
        if (report.paper() != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "The paper's TimeViper (9B): %s %.1f %%",
                    report.paper().measure(),
                    report.paper().percent()));
        }
        for (Section section : report.sections()) {
            lines.add("");
            lines.add(section.title());
            section.measures().forEach(measure -> lines.add(line(measure)));
            section.tables().forEach(table -> {
                lines.add("  " + table.measure() + " by " + table.key());
                table.rows().forEach(row -> lines.add(line(row)));
            });
        }
        if (report.frames() > 0) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT, "%.1f frames and %.2f s an item on average", report.frames(), report.secondsAnItem()));
        }
        return lines;
    }

    private static String line(Measure measure) {
        String between = measure.low() == null || measure.high() == null
                ? ""
                : "  (95 %%: %s to %s)"
                        .formatted(number(measure.low(), measure.unit()), number(measure.high(), measure.unit()));
        String value = measure.value() == null ? "–" : number(measure.value(), measure.unit());
        return String.format(
                Locale.ROOT, "  %-" + NAME_WIDTH + "s %9s%s  of %,d", measure.name(), value, between, measure.count());
    }

    private static String line(GroupTable.Row row) {
        String value = row.value() == null ? "–" : number(row.value(), Measure.Unit.SHARE);
        return String.format(
                Locale.ROOT, "    %-" + (NAME_WIDTH - 2) + "s %9s  of %,d", row.group(), value, row.count());
    }

    private static String number(double value, Measure.Unit unit) {
        return switch (unit) {
            case SHARE -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, "%.3f", value);
        };
    }
}
