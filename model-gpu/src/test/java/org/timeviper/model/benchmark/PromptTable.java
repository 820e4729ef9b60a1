package org.timeviper.model.benchmark;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** What the first prompt about a film takes, and another one. */
final class PromptTable {

    private PromptTable() {}

    /** @param results of {@link SecondPromptBenchmark} */
    static String of(Collection<RunResult> results) {
        Map<String, Map<String, Double>> millis = new LinkedHashMap<>();
        Map<String, String> commands = new LinkedHashMap<>();
        results.forEach(result -> {
            BenchmarkParams params = result.getParams();
            String prompt = "%s | %s | %s"
                    .formatted(
                            params.getParam("frames"),
                            params.getParam("dropping"),
                            params.getParam("precision").toLowerCase(Locale.ROOT));
            List<String> name = List.of(params.getBenchmark().split("\\."));
            millis.computeIfAbsent(prompt, unknown -> new LinkedHashMap<>())
                    .put(name.getLast(), result.getPrimaryResult().getScore());
            commands.merge(
                    prompt, BenchmarkCommand.command(params), (first, other) -> first.replaceFirst("\\.\\w+$", ""));
        });
        StringBuilder table = new StringBuilder();
        millis.forEach((prompt, taken) -> {
            if (table.isEmpty()) {
                table.append("\n| frames | dropping | precision | ")
                        .append(String.join(", ms | ", taken.keySet()))
                        .append(", ms | measured by |\n| ---: | --- | --- |")
                        .append(" ---: |".repeat(taken.size()))
                        .append(" --- |\n");
            }
            table.append("| ").append(prompt).append(" |");
            taken.values().forEach(value -> table.append(String.format(Locale.ROOT, " %.1f |", value)));
            table.append(" `").append(commands.get(prompt)).append("` |\n");
        });
        return table.toString();
    }
}
