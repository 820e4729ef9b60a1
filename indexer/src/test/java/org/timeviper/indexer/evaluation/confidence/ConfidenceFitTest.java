package org.timeviper.indexer.evaluation.confidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.Calibration.Answered;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ConfidenceCurve;
import org.timeviper.model.config.ConfidenceCurve.Point;
import org.timeviper.model.config.ModelConfig;

class ConfidenceFitTest {

    @TempDir
    private Path folder;

    /** 20 at 0.5, of which 4 are right: 5/22; 30 at 0.75, 20 right: 21/32; 20 at 1, all right: 21/22. */
    private static List<Answered> threeLevels() {
        List<Answered> answers = new ArrayList<>();
        answers.addAll(answers(0.5, 20, 4));
        answers.addAll(answers(0.75, 30, 20));
        answers.addAll(answers(1, 20, 20));
        return answers;
    }

    @Test
    void pointsAreTheSmoothedSharesOfBlocksOfTwentyAnswersAndMore() {
        ConfidenceCurve curve = fit(threeLevels()).curve(AnswerKind.GROUNDING).orElseThrow();
        assertEquals(
                List.of(new Point(0.5, 0.227273), new Point(0.75, 0.65625), new Point(1, 0.954545)), curve.points());
    }

    @Test
    void ofFewAnswersThereIsNoCurve() throws IOException {
        ConfidenceFit fit = fit(answers(0.5, 19, 10));
        assertEquals(Optional.empty(), fit.curve(AnswerKind.GROUNDING));
        assertEquals(
                "{\"confidence\":{}}",
                new ObjectMapper().readTree(fit.section()).toString());
        assertTrue(fit.table().getLast().contains("too few for a curve"), fit.table()::toString);
    }

    @Test
    void whatIsWrittenIsWhatAConfigurationReads() throws IOException {
        ConfidenceFit fit = fit(threeLevels());
        ObjectMapper json = new ObjectMapper();
        ObjectNode config = (ObjectNode)
                json.readTree(ModelAt.STARTER.resolve("config.json").toFile());
        config.set("confidence", json.readTree(fit.section()).path("confidence"));
        Path file = Files.writeString(folder.resolve("config.json"), config.toString());
        assertEquals(
                fit.curve(AnswerKind.GROUNDING).orElseThrow(),
                ModelConfig.read(file).confidence().of(AnswerKind.GROUNDING).curve());
    }

    @Test
    void theTableTellsWhatAThresholdKeepsAndHowMuchOfThatIsRight() {
        List<String> table = fit(threeLevels()).table();
        String[] cells = table.getLast().strip().split(" {2,}| (?=\\d+ )");
        assertEquals("grounding", cells[0]);
        assertTrue(
                table.getLast()
                        .matches("grounding +70 +63 +63 \\(100\\) +63 \\(100\\) +80 \\(71\\) +80 \\(71\\).*"
                                + " 100 \\(29\\) +100 \\(29\\) +100 \\(29\\)"),
                table.getLast());
        assertTrue(fit(answers(0.5, 20, 4)).table().getLast().endsWith("–"), "nothing is that sure");
    }

    /** A model that is right half as often as it says. */
    @Test
    void calibratedConfidencesAgreeWithHowOftenOtherAnswersAreRight() {
        ConfidenceCurve curve =
                fit(boastful(new Random(1), 2000)).curve(AnswerKind.GROUNDING).orElseThrow();
        List<Answered> others = boastful(new Random(2), 4000);
        assertTrue(!Calibration.of(others).agrees(40));
        Calibration calibrated = Calibration.of(others.stream()
                .map(answer -> new Answered(curve.at(answer.confidence()), answer.right()))
                .toList());
        assertTrue(calibrated.agrees(40), calibrated::toString);
        assertTrue(calibrated.error() < 0.05, calibrated::toString);
        assertTrue(curve.points().size() > 3, curve::toString);
    }

    @Test
    void fewUnsureAnswersAreNotLostAmongManySureOnes() {
        List<Answered> answers = IntStream.range(0, 1000)
                .mapToObj(i -> new Answered(0.7 + 0.0003 * i, i % 10 != 9))
                .collect(Collectors.toCollection(ArrayList::new));
        answers.addAll(answers(0.3, 20, 4));
        ConfidenceCurve curve = fit(answers).curve(AnswerKind.GROUNDING).orElseThrow();
        assertEquals(5 / 22.0, curve.at(0.3), 1e-6);
        assertTrue(curve.at(0.85) > 0.85, curve::toString);
    }

    private static List<Answered> boastful(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double confidence = random.nextDouble();
                    return new Answered(confidence, random.nextDouble() < confidence / 2);
                })
                .toList();
    }

    private static ConfidenceFit fit(List<Answered> groundings) {
        Map<AnswerKind, List<Answered>> answers = new EnumMap<>(AnswerKind.class);
        answers.put(AnswerKind.GROUNDING, groundings);
        return new ConfidenceFit(answers);
    }

    private static List<Answered> answers(double confidence, int count, int right) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Answered(confidence, i < right))
                .toList();
    }
}
