package org.timeviper.indexer.command;

import java.util.List;
import org.timeviper.indexer.explain.Explained;
import org.timeviper.indexer.explain.LookColumns;
import org.timeviper.indexer.explain.LookScale;
import org.timeviper.indexer.explain.TimeAxis;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.Glance;
import org.timeviper.model.explain.HeadKind;
import org.timeviper.model.explain.LayerProfile;

/** Writes what an answer looked at for a person: the film's seconds from left to right, a line for each layer. */
final class LookPrinter {

    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final int LABEL = 15;
    private static final int SHARE = 18;
    private static final int TICK = 12;

    private final Terminal terminal;

    LookPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Explained explained) {
        Explanation explanation = explained.explanation();
        LookColumns columns = LookColumns.even(explanation, terminal.width() - LABEL - SHARE);
        terminal.line("%s", terminal.bold(explained.question()));
        terminal.paragraph("", explained.said().answer().text());
        terminal.line("(%.0f %% sure)", 100 * explained.said().answer().confidence());
        terminal.line("");
        terminal.line("%" + LABEL + "s%s", "", terminal.dim(times(columns)));
        layers(explanation, columns);
        terminal.line("");
        terminal.paragraph("", explained.message());
        for (Glance glance : explained.glances()) {
            terminal.line("%18s  %3.0f %%", Timecode.span(glance.start(), glance.end()), 100 * glance.share());
        }
        terminal.line("");
        heads(explanation);
        terminal.line(
                "%s saw %d of %d frames, %s.",
                explained.model(),
                explained.framesSeen(),
                explained.framesTotal(),
                Timecode.span(explained.stretch().start(), explained.stretch().end()));
    }

    /** The times above the columns, each where it is. */
    private static String times(LookColumns columns) {
        double from = columns.edges()[0];
        double to = columns.edges()[columns.count()];
        TimeAxis axis = TimeAxis.of(from, to, Math.max(1, columns.count() / TICK));
        StringBuilder line = new StringBuilder();
        for (double tick : axis.ticks()) {
            int place = (int) (axis.place(tick) * columns.count());
            if (place + axis.label(tick).length() <= columns.count() + SHARE) {
                line.append(" ".repeat(Math.max(0, place - line.length()))).append(axis.label(tick));
            }
        }
        return line.toString();
    }

    private void layers(Explanation explanation, LookColumns columns) {
        LookScale scale = LookScale.of(columns);
        for (LayerKind kind : List.of(LayerKind.ATTENTION, LayerKind.MAMBA)) {
            if (!explanation.layers(kind).isEmpty()) {
                String bars = bars(columns.densities(kind), scale);
                String label = kind == LayerKind.ATTENTION ? "all attention" : "all Mamba";
                terminal.line("%-" + LABEL + "s%s", label, terminal.accent(bars));
            }
        }
        for (LayerProfile layer : explanation.layers()) {
            String label = layer.layer() + (layer.kind() == LayerKind.ATTENTION ? " attention" : " Mamba");
            terminal.line(
                    "%-" + LABEL + "s%s  %3.0f %% on film",
                    label,
                    bars(columns.densities(layer), scale),
                    100 * layer.vision());
        }
    }

    private static String bars(double[] densities, LookScale scale) {
        StringBuilder line = new StringBuilder();
        for (double density : densities) {
            line.append(BARS.charAt((int) Math.round(scale.strength(density) * (BARS.length() - 1))));
        }
        return line.toString();
    }

    private void heads(Explanation explanation) {
        for (LayerKind kind : List.of(LayerKind.ATTENTION, LayerKind.MAMBA)) {
            List<LayerProfile> layers = explanation.layers(kind);
            if (!layers.isEmpty()) {
                terminal.line(
                        "%s heads: %d sparse, %d local, %d global; %d park their weight on the first tokens.",
                        kind == LayerKind.ATTENTION ? "Attention" : "Mamba",
                        count(layers, HeadKind.SPARSE),
                        count(layers, HeadKind.LOCAL),
                        count(layers, HeadKind.GLOBAL),
                        layers.stream().mapToInt(LayerProfile::sinks).sum());
            }
        }
    }

    private static int count(List<LayerProfile> layers, HeadKind kind) {
        return layers.stream().mapToInt(layer -> layer.count(kind)).sum();
    }
}
