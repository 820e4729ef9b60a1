package org.timeviper.indexer.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A report as one HTML file that needs nothing else: its plots are drawn by Chart.js, which is put into it. */
public final class ReportPage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.4.9/dist/chart.umd.js";

    private ReportPage() {}

    /** @return the page */
    public static String of(Report report) {
        try {
            // what models say may hold anything, also what would end a script
            String json = JSON.writeValueAsString(report).replace("<", "\\u003c");
            return resource("report.html")
                    .replace("/*REPORT.JS*/", resource("report.js"))
                    .replace("/*REPORT.CSS*/", resource("report.css"))
                    .replace("/*CHARTS*/", resource(CHARTS).replace("</script", "<\\/script"))
                    .replace("\"REPORT\"", json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
