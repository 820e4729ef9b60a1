package org.timeviper.indexer.benchmark.transv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TransvTableTest {

    private static final TransvReport REPORT = new TransvReport(
            "timeviper-starter",
            16,
            2,
            new TransvReport.Vision(List.of("boat.mp4"), 30, 12.34),
            5,
            32,
            List.of(
                    cell("none", "", 64, 1024, null),
                    cell("transv", "uni_3_0.25", 64, 256, null),
                    cell("none", "", 4096, 65536, "ended with code 137"),
                    cell("transv", "uni_3_0.25", 4096, 16384, null)));

    private static TransvReport.Cell cell(String dropping, String schedule, int frames, long kept, String failure) {
        return failure == null
                ? new TransvReport.Cell(
                        dropping, schedule, frames, 16L * frames, kept, 1234.5, 2.345, 300L << 20, 1400L << 20, null)
                : new TransvReport.Cell(
                        dropping, schedule, frames, 16L * frames, null, null, null, null, null, failure);
    }

    @Test
    void everyLengthIsABlockAndEveryDroppingALine() {
        List<String> lines = TransvTable.of(REPORT);
        assertTrue(lines.getFirst().contains("timeviper-starter, 16 tokens a frame"), lines.getFirst());
        assertTrue(lines.getFirst().contains("12.3 ms a frame"), lines.getFirst());
        assertEquals(2, lines.stream().filter(String::isEmpty).count());
        assertTrue(lines.get(3).matches("64 frames, 1,024 tokens +kept +prefill, ms .*"), lines.get(3));
        assertTrue(lines.get(4).matches("no dropping +1,024 +1,23[45] +2\\.3[45] +1,400 +300"), lines.get(4));
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
        TransvReport.Cell silent = new TransvReport.Cell("none", "", 64, 1024, 1024L, 1.0, 1.0, null, null, null);
        List<String> lines = TransvTable.of(new TransvReport("m", 16, 2, REPORT.vision(), 1, 1, List.of(silent)));
        assertTrue(lines.getLast().matches("no dropping .* \\? +\\?"), lines.getLast());
    }
}
