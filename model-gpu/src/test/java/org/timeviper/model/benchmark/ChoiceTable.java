package org.timeviper.model.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;

/** What a token costs that is chosen from its scores. */
final class ChoiceTable {

    private ChoiceTable() {}

    /** @param results of {@link org.timeviper.model.generation.SamplingBenchmark} */
    static String of(Collection<RunResult> results) {
        if (results.isEmpty()) {
            return "";
        }
        StringBuilder table =
                new StringBuilder("\n| token ids | chosen by | µs | measured by |\n| ---: | --- | ---: | --- |\n");
        results.forEach(result -> {
            List<String> name = List.of(result.getParams().getBenchmark().split("\\."));
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,.0f | `%s` |%n",
                    result.getParams().getParam("vocabulary"),
                    name.getLast(),
                    result.getPrimaryResult().getScore(),
                    BenchmarkCommand.command(result.getParams())));
        });
        return table.toString();
    }
}
