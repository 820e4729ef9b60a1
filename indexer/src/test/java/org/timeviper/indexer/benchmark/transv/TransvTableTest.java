package org.timeviper.indexer.benchmark.transv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.timeviper.model.cost.PrefillResult;

class TransvTableTest {

    private static final TransvReport REPORT = new TransvReport(
            "timeviper-starter",
            16,
            "cpu",
            "float32",
            2,
            new TransvReport.Films(List.of("boat.mp4"), 30),
            5,
            32,
            List.of(
                    cell("none", "", 64, 1024, null),
                    cell("transv", "uni_3_0.25", 64, 256, null),
                    cell("none", "", 4096, 65536, "ended with code 137"),
                    cell("transv", "uni_3_0.25", 4096, 16384, null)));

    private static TransvReport.Cell cell(String dropping, String schedule, int frames, long kept, String failure) {
        PrefillResult result = new PrefillResult(
                kept,
                12.34 * frames,
                1234.5,
                2345.6,
                frames,
                0.5 * frames,
                0.25 * frames,
                1,
                2.345,
                300L << 20,
                1400L << 20,
                null);
        return new TransvReport.Cell(
                dropping, schedule, frames, 16L * frames, failure == null ? result : null, failure);
    }

    @Test
    void everyLengthIsABlockAndEveryDroppingALine() {
        List<String> lines = TransvTable.of(REPORT);
        assertTrue(
                lines.getFirst().contains("timeviper-starter, 16 tokens a frame, float32 on cpu, 2"), lines.getFirst());
        assertTrue(lines.get(1).startsWith("30 different frames of boat.mp4"), lines.get(1));
        assertEquals(2, lines.stream().filter(String::isEmpty).count());
        assertTrue(
                lines.get(3).matches("64 frames, 1,024 tokens +kept +vision +prefill, ms +processor, ms .*"),
                lines.get(3));
        assertTrue(
                lines.get(4)
                        .matches(
                                "no dropping +1,024 +12\\.3 +1,23[45] +2,34[56] +1\\.00 +0\\.500 +0\\.250 +2\\.3[45] +1,400 +300"),
                lines.get(4));
        assertTrue(lines.get(5).matches("TransV uni_3_0\\.25 +256 .*"), lines.get(5));
        assertEquals(lines.get(3).length(), lines.get(4).length());
    }

    @Test
    void aMeasurementThatFailedSaysHow() {
        List<String> lines = TransvTable.of(REPORT);
        assertTrue(lines.get(8).matches("no dropping +ended with code 137"), lines.get(8));
        assertTrue(lines.get(9).matches("TransV uni_3_0\\.25 +16,384 .*"), lines.get(9));
    }

    @Test
    void whatTheSystemDoesNotTellIsAQuestionMark() {
        TransvReport.Cell silent = new TransvReport.Cell(
                "none", "", 64, 1024, new PrefillResult(1024L, 1, 1, 1, 1, 1, 1, 1, 1, null, null, null), null);
        List<String> lines = TransvTable.of(on("cpu", silent));
        assertTrue(lines.getLast().matches("no dropping .*[0-9] +\\? +\\?"), lines.getLast());
        assertTrue(TransvTable.of(on("cuda:0", silent)).getLast().matches("no dropping .*[0-9] +\\? +\\? +\\?"));
    }

    @Test
    void ofACardItIsToldWhatTheProcessHadOfItsMemory() {
        PrefillResult result = new PrefillResult(1024L, 1, 1, 1, 1, 1, 1, 1, 1, 1L << 30, 2L << 30, 20L << 30);
        List<String> lines = TransvTable.of(on("cuda:1", new TransvReport.Cell("none", "", 64, 1024, result, null)));
        assertTrue(lines.getFirst().contains("bfloat16 on cuda:1"), lines.getFirst());
        assertTrue(lines.get(3).endsWith("peak, MiB     loaded  card, MiB"), lines.get(3));
        assertTrue(lines.getLast().matches("no dropping .* 2,048 +1,024 +20,480"), lines.getLast());
        assertEquals(lines.get(3).length(), lines.getLast().length());
    }

    private static TransvReport on(String device, TransvReport.Cell cell) {
        return new TransvReport("m", 16, device, "bfloat16", 2, REPORT.films(), 1, 1, List.of(cell));
    }
}
