package org.timeviper.indexer.evaluation.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.timeviper.indexer.evaluation.Item;

/** Benchmarks are known by name, and their items by ids that stay. */
class BenchmarksTest {

    @Example
    void eachIsFoundByItsName() {
        Set<String> names = new HashSet<>();
        for (Benchmark benchmark : Benchmarks.all()) {
            assertTrue(names.add(benchmark.name()), benchmark.name());
            assertSame(benchmark, Benchmarks.named(benchmark.name()));
            assertSame(benchmark, Benchmarks.named(" " + benchmark.name().toUpperCase(Locale.ROOT)));
            assertFalse(benchmark.title().isBlank());
            assertFalse(benchmark.source().isBlank());
            assertFalse(benchmark.scored().isEmpty());
        }
    }

    @Example
    void anUnknownNameIsAnsweredWithThoseThereAre() {
        String told = assertThrows(IllegalArgumentException.class, () -> Benchmarks.named("videomm"))
                .getMessage();
        assertTrue(told.startsWith("There is no benchmark 'videomm'. There are videomme, lvbench,"), told);
        Benchmarks.all().forEach(benchmark -> assertTrue(told.contains(benchmark.name()), told));
    }

    @Example
    void theHeadlinesAreThePapers() {
        assertEquals(
                List.of("videomme accuracy 56.2", "charades-sta mIoU 40.5", "vdc VDCScore accuracy 39.7"),
                Benchmarks.all().stream()
                        .flatMap(benchmark -> benchmark
                                .headline()
                                .map(headline -> benchmark.name() + " " + headline.measure() + " " + headline.percent())
                                .stream())
                        .toList());
    }

    @Property(tries = 150)
    void idsAreUniqueStayTheSameAndDoNotHangOnWhichFilmsAreThere(
            @ForAll("benchmarks") Benchmark benchmark,
            @ForAll @IntRange(min = 1, max = 12) int size,
            @ForAll Set<@IntRange(max = 11) Integer> gone)
            throws IOException {
        try (TemporaryFolder folder = TemporaryFolder.make()) {
            SampleDataset sample = SampleDataset.write(folder.files(), benchmark.name(), size);
            List<Item> all = benchmark.read(folder.files().root()).complete().items();
            assertEquals(all.size(), all.stream().map(Item::id).distinct().count());
            assertEquals(all, benchmark.read(folder.files().root()).items(), "read again");
            for (int film : gone) {
                if (film < sample.films().size()) {
                    remove(sample, sample.films().get(film), folder);
                }
            }
            Reading left = benchmark.read(folder.files().root());
            assertEquals(
                    all.stream()
                            .filter(item -> Files.exists(item.footage().file()))
                            .toList(),
                    left.items());
            assertEquals(all.size(), left.annotations());
        }
    }

    /** A film may lie in several places, of which any will do: it goes from all of them. */
    private static void remove(SampleDataset sample, String film, TemporaryFolder folder) throws IOException {
        Path gone = Path.of(film);
        for (String other : sample.films()) {
            Path path = Path.of(other);
            if (path.endsWith(gone.subpath(Math.max(0, gone.getNameCount() - 2), gone.getNameCount()))) {
                Files.deleteIfExists(folder.files().path(other));
            }
        }
    }

    @Provide
    static Arbitrary<Benchmark> benchmarks() {
        return Arbitraries.of(Benchmarks.all());
    }
}
