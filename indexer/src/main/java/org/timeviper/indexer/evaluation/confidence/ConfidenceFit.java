package org.timeviper.indexer.evaluation.confidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.MonotoneFit;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceCurve;

/** Curves from a model's raw confidences to how often it is right, fitted to what it answered: one for each kind of which there are enough answers. */
public final class ConfidenceFit {

    /**
     * Answers that a point of a curve rests on at least. Never more, however many there are: the few answers that a model is least sure of are those that it is to hold back, and
     * among more they would not show.
     */
    private static final int ENOUGH = 20;

    private static final int DECIMALS = 6;
    private static final int TENTHS = 9;

    private final Map<AnswerKind, List<Calibration.Answered>> answers;
    private final Map<AnswerKind, ConfidenceCurve> curves = new EnumMap<>(AnswerKind.class);

    /** @param answers by kind, each with the raw confidence that the model gave */
    public ConfidenceFit(Map<AnswerKind, List<Calibration.Answered>> answers) {
        this.answers = answers;
        answers.forEach((kind, some) -> {
            if (some.size() >= ENOUGH) {
                curves.put(kind, curve(some));
            }
        });
    }

    /** @return the curve of a kind; empty if there are too few answers */
    public Optional<ConfidenceCurve> curve(AnswerKind kind) {
        return Optional.ofNullable(curves.get(kind));
    }

    private static ConfidenceCurve curve(List<Calibration.Answered> answers) {
        List<ConfidenceCurve.Point> points = new ArrayList<>();
        for (MonotoneFit.Block fitted :
                MonotoneFit.of(answers).inBlocksOf(ENOUGH).blocks()) {
            double raw = rounded(fitted.confidence());
            if (!points.isEmpty() && points.getLast().raw() == raw) {
                points.removeLast(); // as near as that, the curve is steep enough with the higher one
            }
            points.add(new ConfidenceCurve.Point(raw, rounded(fitted.smoothedShare())));
        }
        return new ConfidenceCurve(points);
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** @return what is to stand in {@code config.json}: an object whose only key is {@code confidence} */
    public String section() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode confidence = root.putObject("confidence");
        curves.forEach((kind, curve) -> {
            ArrayNode points = confidence.putObject(kind.key()).putArray("curve");
            curve.points().forEach(point -> points.addArray().add(point.raw()).add(point.calibrated()));
        });
        return root.toPrettyString() + "\n";
    }

    /**
     * For a person who is to choose from which confidence on the model is taken at its word: for each kind, and for calibrated confidences from a tenth to nine tenths, what share
     * of the answers from there on is right, and what share of all answers they are.
     */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("Right among the answers from a calibrated confidence on (and how many of all these are), in %:");
        StringBuilder heading = new StringBuilder(String.format(Locale.ROOT, "%-10s %8s %6s", "", "answers", "all"));
        IntStream.rangeClosed(1, TENTHS).forEach(i -> heading.append(String.format(Locale.ROOT, " %9.1f", i / 10.0)));
        lines.add(heading.toString());
        answers.forEach((kind, some) -> lines.add(line(kind, some)));
        return lines;
    }

    private String line(AnswerKind kind, List<Calibration.Answered> some) {
        String name = String.format(Locale.ROOT, "%-10s %8d", kind.key(), some.size());
        if (!curves.containsKey(kind)) {
            return name + " too few for a curve: " + ENOUGH + " are needed";
        }
        ConfidenceCurve curve = curves.get(kind);
        StringBuilder line = new StringBuilder(name).append(String.format(Locale.ROOT, " %6.0f", percentRight(some)));
        for (int i = 1; i <= TENTHS; i++) {
            double least = i / 10.0;
            List<Calibration.Answered> sure = some.stream()
                    .filter(answer -> curve.at(answer.confidence()) >= least)
                    .toList();
            line.append(
                    sure.isEmpty()
                            ? String.format(" %9s", "–")
                            : String.format(
                                    Locale.ROOT,
                                    " %9s",
                                    String.format(
                                            Locale.ROOT,
                                            "%.0f (%.0f)",
                                            percentRight(sure),
                                            100.0 * sure.size() / some.size())));
        }
        return line.toString();
    }

    private static double percentRight(List<Calibration.Answered> some) {
        return 100.0 * some.stream().filter(Calibration.Answered::right).count() / some.size();
    }
}
