package org.timeviper.indexer.evaluation.dataset;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The benchmarks that can be read. */
public final class Benchmarks {

    private static final List<Benchmark> ALL = List.of(
            new VideoMme(),
            new LvBench(),
            new LongVideoBench(),
            new Mlvu(),
            new MvBench(),
            new CharadesSta(),
            new Vdc(),
            new ActivityNet(),
            new ActivityNetCaptions(),
            new TvgBench(),
            EgoSchema.subset(),
            EgoSchema.full(),
            new TempCompass(),
            CgBench.full(),
            CgBench.mini(),
            new YouCook2(),
            new ClipShots(),
            new RenderedFilm());

    private Benchmarks() {}

    /** @return all of them: first the seven of TimeViper's paper, last this project's own */
    public static List<Benchmark> all() {
        return ALL;
    }

    /**
     * @param name as typed, in letters of either case
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    public static Benchmark named(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no benchmark '%s'. There are %s."
                        .formatted(name, ALL.stream().map(Benchmark::name).collect(Collectors.joining(", ")))));
    }
}
