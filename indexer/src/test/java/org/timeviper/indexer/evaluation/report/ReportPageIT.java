package org.timeviper.indexer.evaluation.report;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.browser.Chromium;
import org.timeviper.indexer.evaluation.run.RunDescription;
import org.timeviper.indexer.evaluation.run.Sampling;

/** The report's page in a real Chromium, opened from disk as a person opens it. */
class ReportPageIT {

    private static final String HOSTILE = "</script><img src=x onerror=\"document.title='broken'\"> & <b>bold</b>";

    @TempDir
    Path folder;

    private static Report report() {
        Section section = new Section(
                "Temporal grounding",
                List.of(
                        Measure.share("mIoU", 0.504, 200).between(0.47, 0.54),
                        Measure.number("SODA_c", 0.1234, 20),
                        Measure.share("not shown: refused", Double.NaN, 0)),
                List.of(new GroupTable(
                        "mIoU",
                        "seconds",
                        List.of(new GroupTable.Row("0–15", 0.5, 3), new GroupTable.Row("15–30", null, 0)))),
                List.of(
                        new Plot.Bars(
                                "By length",
                                "seconds",
                                "mIoU",
                                List.of("0–15", "15–30"),
                                List.of(0.5, 0.25),
                                List.of(3, 4)),
                        new Plot.Curve("Found", "overlap", "share", List.of(0.0, 1.0), List.of(1.0, 0.2)),
                        new Plot.Reliability("Sure", List.of(0.2, 0.8), List.of(0.3, 0.7), List.of(40, 200))));
        return new Report(
                "A benchmark",
                new RunDescription("own", HOSTILE, "0123", new Sampling(1, 8, 64, true), "4567", 1),
                1200,
                1198,
                2,
                List.of("a note"),
                new Report.PaperNumber("mIoU", 40.5),
                List.of(section),
                40,
                0.5,
                List.of(new Example("i1", "film.mp4", "all of it", HOSTILE, "red", HOSTILE, 0, 0.87)));
    }

    @Test
    void numbersPlotsAndMistakesAreThereAndNothingThatAModelSaysRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), ReportPage.of(report()));
        List<String> complaints = new ArrayList<>();
        List<String> fetched = new ArrayList<>();
        try (Chromium chromium = Chromium.start()) {
            Page page = chromium.page();
            page.onPageError(complaints::add);
            page.onRequest(request -> fetched.add(request.url()));
            page.navigate(file.toUri().toString());
            assertThat(page.locator("h1")).hasText("A benchmark");
            assertThat(page.locator("main")).containsText("answered 1,198 of 1,200 items");
            assertThat(page.locator("main")).containsText("8 to 64 frames, longer footage in windows");
            assertThat(page.locator(".warning")).hasText("2 items could not be looked at and count as wrong answers.");
            assertThat(page.locator(".measure").first()).containsText("50.4 %");
            assertThat(page.locator(".measure").first()).containsText("95 %: 47.0 % to 54.0 % · of 200");
            assertThat(page.locator(".measure").nth(1)).containsText("0.123");
            assertThat(page.locator(".measure").nth(2)).containsText("–");
            assertThat(page.locator("canvas")).hasCount(3);
            assertTrue(page.locator("canvas").all().stream().allMatch(canvas -> coloured(canvas.evaluate(PIXELS))));
            assertThat(page.locator("td.text").nth(3)).hasText(HOSTILE);
            assertThat(page).hasTitle("A benchmark: " + HOSTILE);
        }
        assertEquals(List.of(), complaints);
        assertEquals(List.of(file.toUri().toString()), fetched, "the page needs nothing else");
    }

    private static final String PIXELS =
            "canvas => { const c = canvas.getContext('2d'), n = canvas.width * canvas.height * 4;"
                    + " const d = c.getImageData(0, 0, canvas.width, canvas.height).data; let drawn = 0;"
                    + " for (let i = 3; i < n; i += 4) drawn += d[i] > 0 ? 1 : 0; return drawn; }";

    private static boolean coloured(Object pixels) {
        return ((Number) pixels).longValue() > 1000;
    }
}
