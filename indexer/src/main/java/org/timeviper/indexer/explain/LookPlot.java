package org.timeviper.indexer.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.timeviper.indexer.explain.Svg.Anchor;
import org.timeviper.indexer.explain.Svg.Type;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.explain.Explanation;
import org.timeviper.model.explain.Glance;
import org.timeviper.model.explain.HeadKind;
import org.timeviper.model.explain.LayerProfile;

/**
 * Which seconds of a film an answer looked at, as a picture: time from left to right, a row for each layer, above them all layers
 * together, beside them how much of each layer's weight is on the film and what its heads are like, below them the frames that it looked
 * at most.
 */
public final class LookPlot {

    private static final double WIDTH = 1200;
    private static final double LEFT = 150;
    private static final double RIGHT = 830;
    private static final double SHARES = 860;
    private static final double HEADS = 1020;
    private static final double EDGE = 1176;
    private static final double MARGIN = 24;
    private static final double ABOVE = 96;
    private static final double PICTURE = 210;
    private static final int MOST_COLUMNS = 400;

    private static final String INK = "#1d2939";
    private static final String MUTED = "#5b6776";
    private static final String RULE = "#d5dbe3";
    private static final String ATTENTION = "#1f6fb5";
    private static final String MAMBA = "#b4540a";
    private static final String GLANCE = "#e3a008";
    private static final String GLANCE_TINT = "#fdf3d3";
    private static final List<String> HEAD_KINDS = List.of("#7a4fa3", "#2f9e8f", "#c3cad4");
    private static final Type SMALL = new Type(12, MUTED, false);

    private final Explained explained;
    private final Explanation explanation;
    private final DoubleFunction<byte[]> pictures;
    private final TimeAxis axis;
    private final LookColumns columns;
    private final LookScale scale;
    private final Svg svg = new Svg();
    private double y = 40;

    private LookPlot(Explained explained, DoubleFunction<byte[]> pictures) {
        this.explained = explained;
        this.explanation = explained.explanation();
        this.pictures = pictures;
        int frames = explanation.seconds().size();
        this.axis = TimeAxis.of(explanation.seconds().getFirst(), explanation.until(frames - 1), 10);
        this.columns = LookColumns.ofFrames(explanation, MOST_COLUMNS);
        this.scale = LookScale.of(columns);
    }

    /**
     * Draws an answer's look.
     *
     * @param pictures a second's picture as JPEG
     * @return an SVG document that needs nothing beside itself
     */
    public static String of(Explained explained, DoubleFunction<byte[]> pictures) {
        return new LookPlot(explained, pictures).draw();
    }

    private String draw() {
        heading();
        together();
        rows();
        timeAxis();
        legend();
        frames();
        notes();
        return svg.document(WIDTH, y + 8, "Which seconds the answer to “" + explained.question() + "” looked at");
    }

    private void heading() {
        paragraph(new Type(22, INK, true), explained.question(), 2);
        paragraph(new Type(16, INK, false), explained.said().answer().text(), 3);
        String about = String.format(
                Locale.ROOT,
                "%.0f %% sure · %s to %s · %s saw %d of %d frames",
                100 * explained.said().answer().confidence(),
                TimeAxis.tenths(explained.stretch().start()),
                TimeAxis.tenths(explained.stretch().end()),
                explained.model(),
                explained.framesSeen(),
                explained.framesTotal());
        paragraph(new Type(13, MUTED, false), about, 1);
        y += 10;
    }

    private void paragraph(Type type, String text, int most) {
        for (String line : Svg.lines(text, type.size(), EDGE - MARGIN, most)) {
            svg.text(MARGIN, y, type, Anchor.START, line);
            y += type.size() * 1.4;
        }
    }

    // ---- all layers together

    private void together() {
        double[] attention = columns.densities(LayerKind.ATTENTION);
        double[] mamba = columns.densities(LayerKind.MAMBA);
        double highest = Math.max(2, Math.max(highest(attention), highest(mamba)) * 1.05);
        key();
        double top = y;
        double bottom = top + ABOVE;
        svg.rectangle(LEFT, top, RIGHT - LEFT, ABOVE, "#fafbfc");
        List<Glance> glances = inTime();
        glances.forEach(glance ->
                svg.rectangle(x(glance.start()), top, x(glance.end()) - x(glance.start()), ABOVE, GLANCE_TINT));
        svg.path(area(attention, highest, bottom), "#bcd6ee", "none", 0);
        svg.path(steps(attention, highest, bottom), "none", ATTENTION, 2);
        if (hasMamba()) {
            svg.path(steps(mamba, highest, bottom), "none", MAMBA, 1.6);
        }
        svg.line(LEFT, bottom - ABOVE / highest, RIGHT, bottom - ABOVE / highest, MUTED, "4 4");
        svg.line(LEFT, bottom, RIGHT, bottom, RULE, "none");
        svg.text(LEFT - 8, bottom - ABOVE / highest + 4, SMALL, Anchor.END, "even look");
        svg.text(LEFT - 8, top + 10, SMALL, Anchor.END, String.format(Locale.ROOT, "%.1f ×", highest));
        y = bottom + 4;
        for (int i = 0; i < glances.size(); i++) {
            Glance glance = glances.get(i);
            svg.rectangle(x(glance.start()), y, x(glance.end()) - x(glance.start()), 5, GLANCE);
            badge((x(glance.start()) + x(glance.end())) / 2, top + 12, i + 1);
        }
        y += 13;
    }

    private void key() {
        y += 8;
        svg.text(LEFT, y, new Type(13, INK, true), Anchor.START, "All layers together");
        keyed(LEFT + 160, ATTENTION, "attention layers");
        if (hasMamba()) {
            keyed(LEFT + 300, MAMBA, "Mamba layers");
        }
        if (!explained.glances().isEmpty()) {
            keyed(LEFT + 420, GLANCE, "looked at most");
        }
        y += 12;
    }

    private boolean hasMamba() {
        return !explanation.layers(LayerKind.MAMBA).isEmpty();
    }

    private void keyed(double x, String colour, String words) {
        svg.rectangle(x, y - 9, 12, 10, colour);
        svg.text(x + 18, y, SMALL, Anchor.START, words);
    }

    private void badge(double x, double middle, int number) {
        svg.circle(x, middle, 9, GLANCE);
        svg.text(x, middle + 4, new Type(12, INK, true), Anchor.MIDDLE, Integer.toString(number));
    }

    private String steps(double[] values, double highest, double bottom) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double height = bottom - ABOVE * values[i] / highest;
            path.append(String.format(
                    Locale.ROOT, "%s%.2f %.2f H%.2f", i == 0 ? "M" : "L", column(i), height, column(i + 1)));
        }
        return path.toString();
    }

    private String area(double[] values, double highest, double bottom) {
        return String.format(Locale.ROOT, "%sV%.2fH%.2fZ", steps(values, highest, bottom), bottom, column(0));
    }

    private static double highest(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    // ---- layer by layer

    private void rows() {
        int layers = explanation.layers().size();
        double height = Math.clamp(620.0 / Math.max(1, layers), 16, 28);
        svg.text(SHARES, y - 20, new Type(13, INK, true), Anchor.START, "Weight on the film");
        svg.text(HEADS, y - 20, new Type(13, INK, true), Anchor.START, "Kinds of heads");
        double top = y;
        for (LayerProfile layer : explanation.layers()) {
            row(layer, height);
            y += height;
        }
        svg.outline(LEFT, top, RIGHT - LEFT, y - top, RULE);
    }

    private void row(LayerProfile layer, double height) {
        boolean attention = layer.kind() == LayerKind.ATTENTION;
        double base = y + height / 2 + 4;
        svg.text(
                LEFT - 8,
                base,
                new Type(12.5, attention ? ATTENTION : MAMBA, attention),
                Anchor.END,
                "layer " + layer.layer() + " · " + (attention ? "attention" : "Mamba"));
        double[] densities = columns.densities(layer);
        for (int i = 0; i < columns.count(); i++) {
            svg.rectangle(
                    column(i),
                    y + 1,
                    column(i + 1) - column(i) + 0.3,
                    height - 2,
                    colour(scale.strength(densities[i])));
        }
        svg.rectangle(SHARES, y + 3, 84, height - 6, "#eef1f5");
        svg.rectangle(SHARES, y + 3, 84 * layer.vision(), height - 6, attention ? ATTENTION : MAMBA);
        svg.text(SHARES + 92, base, SMALL, Anchor.START, percent(layer.vision()));
        heads(layer, height, base);
    }

    private void heads(LayerProfile layer, double height, double base) {
        double x = HEADS;
        double each = 90.0 / layer.heads().size();
        for (HeadKind kind : HeadKind.values()) {
            double width = each * layer.count(kind);
            svg.rectangle(x, y + 3, width, height - 6, HEAD_KINDS.get(kind.ordinal()));
            x += width;
        }
        int sinks = layer.sinks();
        if (sinks > 0) {
            svg.text(HEADS + 98, base, SMALL, Anchor.START, sinks + (sinks == 1 ? " sink" : " sinks"));
        }
    }

    private void timeAxis() {
        for (double tick : axis.ticks()) {
            svg.line(x(tick), y, x(tick), y + 5, MUTED, "none");
            svg.text(x(tick), y + 18, SMALL, Anchor.MIDDLE, axis.label(tick));
        }
        svg.text(SHARES, y + 18, SMALL, Anchor.START, "time in the film");
        y += 44;
    }

    // ---- how to read it

    private void legend() {
        svg.text(LEFT - 8, y, SMALL, Anchor.END, "weight of a second");
        int steps = 60;
        for (int i = 0; i < steps; i++) {
            svg.rectangle(LEFT + 4.0 * i, y - 10, 4.3, 12, colour((i + 0.5) / steps));
        }
        svg.outline(LEFT, y - 10, 4.0 * steps, 12, RULE);
        svg.text(LEFT + 4.0 * steps + 24, y, SMALL, Anchor.START, "times as much as if all frames weighed alike");
        for (double density = 0; density <= scale.most(); density = density == 0 ? 1 : density * 2) {
            String label = density == 0 ? "0" : density == 1 ? "even" : String.format(Locale.ROOT, "%.0f×", density);
            svg.text(LEFT + 4.0 * steps * scale.strength(density), y + 16, SMALL, Anchor.MIDDLE, label);
        }
        double x = EDGE - 180;
        for (HeadKind kind : HeadKind.values()) {
            svg.rectangle(x, y - 10, 10, 10, HEAD_KINDS.get(kind.ordinal()));
            svg.text(x + 14, y, SMALL, Anchor.START, ExplainResults.word(kind));
            x += 60;
        }
        y += 46;
    }

    private void frames() {
        paragraph(new Type(14, INK, true), explained.message(), 2);
        List<Glance> glances = inTime();
        if (glances.isEmpty()) {
            return;
        }
        double side = PICTURE * 9 / 16;
        for (int i = 0; i < glances.size(); i++) {
            Glance glance = glances.get(i);
            double x = MARGIN + i * (PICTURE + 22);
            svg.rectangle(x, y, PICTURE, side, "#10161a");
            svg.picture(x, y, PICTURE, side, pictures.apply(glance.peak()));
            badge(x + 14, y + 14, i + 1);
            svg.text(
                    x,
                    y + side + 18,
                    new Type(13, INK, true),
                    Anchor.START,
                    TimeAxis.tenths(glance.start()) + "–" + TimeAxis.tenths(glance.end()));
            svg.text(x + PICTURE, y + side + 18, SMALL, Anchor.END, percent(glance.share()) + " of the look");
        }
        y += side + 44;
    }

    private void notes() {
        String kind = explained.telling() == LayerKind.ATTENTION ? "attention layers" : "Mamba layers";
        String tokens = explanation.tokens() == 1
                ? "the token"
                : String.format(Locale.ROOT, "the %d tokens", explanation.tokens());
        String text = String.format(
                Locale.ROOT,
                "A row shows how a layer's weight on the film is shared out among its seconds; the bar beside it, how much of all its weight, text"
                        + " included, is on the film at all. Attention: rows of the softmax. Mamba: rows of |M|, each divided by its sum. Means over heads and over"
                        + " %s at which the answer was chosen. The frames shown are where the %s' look stands out.%s",
                tokens,
                kind,
                dropped());
        paragraph(SMALL, text, 5);
    }

    private String dropped() {
        int first = explanation.layers().getFirst().visualTokens();
        int last = explanation.layers().getLast().visualTokens();
        return last == first
                ? ""
                : String.format(
                        Locale.ROOT,
                        " The last layer has %d of %d visual tokens left; what TransV hands from dropped ones to the text is not counted.",
                        last,
                        first);
    }

    // ---- places and colours

    private List<Glance> inTime() {
        List<Glance> glances = new ArrayList<>(explained.glances());
        glances.sort(Comparator.comparingDouble(Glance::start));
        return glances;
    }

    private double x(double seconds) {
        return LEFT + (RIGHT - LEFT) * axis.place(seconds);
    }

    private double column(int number) {
        return x(columns.edges()[number]);
    }

    private static String percent(double share) {
        return share > 0 && share < 0.01 ? "< 1 %" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static final int[][] RAMP = {{250, 251, 253}, {198, 219, 239}, {107, 174, 214}, {33, 113, 181}, {8, 48, 107}
    };

    /** From nearly white to dark blue. */
    static String colour(double strength) {
        double place = Math.clamp(strength, 0, 1) * (RAMP.length - 1);
        int below = Math.min(RAMP.length - 2, (int) place);
        int[] mixed = IntStream.range(0, 3)
                .map(i -> (int) Math.round(RAMP[below][i] + (place - below) * (RAMP[below + 1][i] - RAMP[below][i])))
                .toArray();
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }
}
