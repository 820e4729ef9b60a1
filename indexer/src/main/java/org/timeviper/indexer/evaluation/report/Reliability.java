package org.timeviper.indexer.evaluation.report;

import java.util.List;
import org.timeviper.indexer.evaluation.metric.Calibration;

/** Whether the model is as sure as it is right. */
final class Reliability {

    /** How many answers a bin must hold before its accuracy means anything. */
    private static final int ENOUGH = 20;

    private Reliability() {}

    static Measure error(Calibration calibration) {
        return Measure.share("calibration error", calibration.error(), answers(calibration));
    }

    static Measure agreement(Calibration calibration) {
        List<Calibration.Bin> full =
                calibration.bins().stream().filter(bin -> bin.count() >= ENOUGH).toList();
        double agreeing = full.stream().filter(Calibration.Bin::agrees).count();
        return Measure.share(
                "bins of " + ENOUGH + " answers and more that agree within 10 points",
                agreeing / full.size(),
                full.size());
    }

    private static int answers(Calibration calibration) {
        return calibration.bins().stream().mapToInt(Calibration.Bin::count).sum();
    }

    static Plot plot(Calibration calibration) {
        List<Calibration.Bin> filled =
                calibration.bins().stream().filter(bin -> bin.count() > 0).toList();
        return new Plot.Reliability(
                "Confidence against accuracy",
                filled.stream().map(Calibration.Bin::confidence).toList(),
                filled.stream().map(Calibration.Bin::accuracy).toList(),
                filled.stream().map(Calibration.Bin::count).toList());
    }
}
